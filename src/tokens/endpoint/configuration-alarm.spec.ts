import { describe, expect, it } from '@jest/globals';

import { FixConfiguration } from '../errors/fix-configuration.js';
import { ReauthorizationRequired } from '../errors/reauthorization-required.js';
import { GrantStore } from '../grants/grant-store.js';
import { CLIENT_ID, refusal } from '../testing/fake-accounts.js';
import { errorOf, until } from '../testing/outcome-of.js';
import { signInAgents } from '../testing/sign-in-agents.js';
import { AGENT, startCustody } from '../testing/start-custody.js';
import { ConfigurationAlarm } from './configuration-alarm.js';

const MINUTE = 60_000;

describe('invalid_client', () => {
  it('raises the alarm at once, and touches no grant', async () => {
    const custody = await startCustody();
    const [grant] = await signInAgents(custody, 1);
    custody.accounts.secret = 'another';

    expect(await errorOf(custody.tokens.accessTokenFor(grant!))).toBeInstanceOf(FixConfiguration);
    expect(custody.get(ConfigurationAlarm).isRaised).toBe(true);
    expect(custody.get(ConfigurationAlarm).cause).toBe('invalid_client');
    expect(await custody.rows('grants')).toMatchObject([{ health: 'ok', generation: 1 }]);
  });

  it('stops refreshing for every grant', async () => {
    const custody = await startCustody();
    const [one, two] = await signInAgents(custody, 2);
    custody.accounts.secret = 'another';
    await errorOf(custody.tokens.accessTokenFor(one!));

    expect(await errorOf(custody.tokens.accessTokenFor(two!))).toBeInstanceOf(FixConfiguration);
    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('leaves tokens in use that have not expired', async () => {
    const custody = await startCustody();
    const [dead] = await signInAgents(custody, 1);
    const { grant, issued } = await custody.signIn(AGENT, 60_000);
    custody.accounts.secret = 'another';
    await errorOf(custody.tokens.accessTokenFor(dead!));

    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    expect(accessToken.equals(issued.accessToken)).toBe(true);
    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('is told of in every grant’s summary', async () => {
    const custody = await startCustody();
    const [grant] = await signInAgents(custody, 1);
    custody.accounts.secret = 'another';
    await errorOf(custody.tokens.accessTokenFor(grant!));

    const summary = await custody.tokens.summary(grant!);

    expect(summary.health).toBe('fix_configuration');
    expect(summary.action).toContain('LIVECHAT_CLIENT_SECRET');
  });

  it('is logged once, not with every caller', async () => {
    const custody = await startCustody();
    const [grant] = await signInAgents(custody, 1);
    custody.accounts.secret = 'another';

    for (let call = 0; call < 5; call += 1) await errorOf(custody.tokens.accessTokenFor(grant!));

    expect(custody.logs.of('tokens.configuration_alarm_raised')).toHaveLength(1);
  });
});

describe('the raised alarm', () => {
  async function raised() {
    const custody = await startCustody();
    const grants = await signInAgents(custody, 2);
    custody.accounts.secret = 'another';
    await errorOf(custody.tokens.accessTokenFor(grants[0]!));
    return { custody, grants };
  }

  it('tries one refresh a minute', async () => {
    const { custody } = await raised();
    await custody.clock.advance(MINUTE - 1);
    expect(custody.accounts.refreshes).toHaveLength(1);

    await custody.clock.advance(1);
    await until(() => custody.accounts.refreshes.length === 2);
    await until(() => custody.logs.of('tokens.renewal_failed').length === 2);
    await custody.clock.advance(MINUTE);
    await until(() => custody.accounts.refreshes.length === 3);
  });

  it('clears itself when a probe succeeds', async () => {
    const { custody, grants } = await raised();
    custody.accounts.secret = 'secret-new';
    await custody.clock.advance(MINUTE);
    await until(() => custody.logs.of('tokens.configuration_alarm_cleared').length === 1);

    const { accessToken } = await custody.tokens.accessTokenFor(grants[1]!);

    expect(custody.accounts.isAlive(accessToken)).toBe(true);
    expect(custody.get(ConfigurationAlarm).isRaised).toBe(false);
  });

  it('does not stay because one grant is dead', async () => {
    const { custody } = await raised();
    custody.accounts.secret = 'secret-new';
    custody.accounts.forget({ accountId: 'agent-0' });
    await custody.clock.advance(MINUTE);
    await until(() => custody.accounts.refreshes.length === 2);
    await custody.clock.advance(MINUTE);
    await custody.clock.advance(MINUTE);

    await until(() => custody.logs.of('tokens.configuration_alarm_cleared').length === 1);
  });
});

describe('unauthorized_client', () => {
  async function refusedEverywhere(count: number) {
    const custody = await startCustody();
    const grants = await signInAgents(custody, count);
    custody.accounts.answer('POST /v2/token', refusal(401, 'unauthorized_client'));
    custody.accounts.answer('GET /v2/info', refusal(401, 'unauthorized'));
    return { custody, grants };
  }

  it('from one grant, again and again, is about that grant', async () => {
    const { custody, grants } = await refusedEverywhere(1);

    for (let call = 0; call < 4; call += 1) {
      expect(await errorOf(custody.tokens.accessTokenFor(grants[0]!))).toBeInstanceOf(
        ReauthorizationRequired,
      );
    }
    expect(custody.get(ConfigurationAlarm).isRaised).toBe(false);
  });

  it('from three grants is about the configuration, and the three are well again', async () => {
    const { custody, grants } = await refusedEverywhere(3);

    const errors = [];
    for (const grant of grants) errors.push(await errorOf(custody.tokens.accessTokenFor(grant)));

    expect(errors.map(({ name }) => name)).toEqual([
      'ReauthorizationRequired',
      'ReauthorizationRequired',
      'FixConfiguration',
    ]);
    expect(custody.get(ConfigurationAlarm).isRaised).toBe(true);
    expect(await custody.rows('grants')).toMatchObject([
      { health: 'ok' },
      { health: 'ok' },
      { health: 'ok' },
    ]);
  });

  describe('from several grants at once', () => {
    async function refusedTogether(count: number) {
      const { custody, grants } = await refusedEverywhere(count);
      for (const grant of grants) custody.accounts.forget(grant);
      const release = custody.accounts.hold('GET /v2/info');
      const errors = Promise.all(grants.map((grant) => errorOf(custody.tokens.accessTokenFor(grant))));
      await until(() => custody.get(ConfigurationAlarm).isRaised);
      return { custody, errors, release };
    }

    it.each([3, 5])('is about the configuration for each of the %i, and none is touched', async (count) => {
      const { custody, errors, release } = await refusedTogether(count);

      release();

      for (const error of await errors) expect(error).toBeInstanceOf(FixConfiguration);
      for (const row of await custody.rows('grants')) expect(row).toMatchObject({ health: 'ok' });
    });

    it('touches none either when the alarm is cleared before LiveChat has answered them all', async () => {
      const { custody, errors, release } = await refusedTogether(3);
      custody.get(ConfigurationAlarm).succeeded();

      release();

      for (const error of await errors) expect(error).toBeInstanceOf(FixConfiguration);
      for (const row of await custody.rows('grants')) expect(row).toMatchObject({ health: 'ok' });
    });

    it('takes a mark back that was on its way to the database', async () => {
      const { custody, grants } = await refusedEverywhere(1);
      const store = custody.get(GrantStore);
      const markHeld = store.markHeld.bind(store);
      store.markHeld = (hold, mark) => {
        custody.get(ConfigurationAlarm).raise('unauthorized_client');
        return markHeld(hold, mark);
      };

      expect(await errorOf(custody.tokens.accessTokenFor(grants[0]!))).toBeInstanceOf(FixConfiguration);
      expect(await custody.rows('grants')).toMatchObject([{ health: 'ok' }]);
    });
  });

  it('from three grants with a success between is about each of them', async () => {
    const { custody, grants } = await refusedEverywhere(4);
    await errorOf(custody.tokens.accessTokenFor(grants[0]!));
    await errorOf(custody.tokens.accessTokenFor(grants[1]!));
    custody.accounts.heal();
    await custody.tokens.accessTokenFor(grants[3]!);
    custody.accounts.answer('POST /v2/token', refusal(401, 'unauthorized_client'));

    expect(await errorOf(custody.tokens.accessTokenFor(grants[2]!))).toBeInstanceOf(ReauthorizationRequired);
    expect(custody.get(ConfigurationAlarm).isRaised).toBe(false);
  });

  it('from three grants over more than five minutes is about each of them', async () => {
    const { custody, grants } = await refusedEverywhere(3);
    for (const grant of grants) {
      expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(ReauthorizationRequired);
      await custody.clock.advance(3 * MINUTE);
    }

    expect(custody.get(ConfigurationAlarm).isRaised).toBe(false);
  });

  it('that names the client is about the configuration at once', async () => {
    const custody = await startCustody();
    const [grant] = await signInAgents(custody, 1);
    const text = { error_description: `Client secret is not valid for ${CLIENT_ID}` };
    custody.accounts.answer('POST /v2/token', refusal(401, 'unauthorized_client', text));

    expect(await errorOf(custody.tokens.accessTokenFor(grant!))).toBeInstanceOf(FixConfiguration);
  });
});
