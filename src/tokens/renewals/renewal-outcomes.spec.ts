import { describe, expect, it } from '@jest/globals';

import { ReauthorizationRequired } from '../errors/reauthorization-required.js';
import { RenewalUnavailable } from '../errors/renewal-unavailable.js';
import { refusal } from '../testing/fake-accounts.js';
import { errorOf, until } from '../testing/outcome-of.js';
import { AGENT, HOUR, startCustody, startExpired } from '../testing/start-custody.js';

const TRANSIENT = [
  ['500', refusal(500, 'server_error')],
  ['429', refusal(429, 'temporarily_unavailable')],
  ['a page', { status: 200, body: '<html>' }],
  ['a redirect', { status: 302, body: {}, headers: { location: '/' } }],
  ['a word nobody knows', refusal(403, 'traffic_blocked')],
  ['invalid_grant with status 503', refusal(503, 'invalid_grant')],
] as const;

describe('a renewal that LiveChat answers with something transient', () => {
  it.each(TRANSIENT)('keeps the grant as it was after %s', async (_, answer) => {
    const { custody, grant } = await startExpired();
    custody.accounts.answer('POST /v2/token', answer);

    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(RenewalUnavailable);
    expect(await custody.tokens.summary(grant)).toMatchObject({ health: 'ok' });
    expect(custody.accounts.of('GET /v2/info')).toEqual([]);
  });

  it('works again as soon as LiveChat does, after a second', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.answer('POST /v2/token', refusal(500, 'server_error'));
    await errorOf(custody.tokens.accessTokenFor(grant));
    custody.accounts.heal();
    await custody.clock.advance(1_000);

    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    expect(custody.accounts.isAlive(accessToken)).toBe(true);
  });

  it('asks LiveChat once in a cool-down, however many callers come', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.answer('POST /v2/token', refusal(500, 'server_error'));

    for (let call = 0; call < 10; call += 1) await errorOf(custody.tokens.accessTokenFor(grant));

    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('tells callers to come back when LiveChat said', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.answer('POST /v2/token', {
      ...refusal(429, 'temporarily_unavailable'),
      headers: { 'retry-after': '45' },
    });
    await errorOf(custody.tokens.accessTokenFor(grant));
    await custody.clock.advance(40_000);

    const error = await errorOf(custody.tokens.accessTokenFor(grant));

    expect(error).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('says 503 when the token endpoint takes too long', async () => {
    const custody = await startCustody({ config: { tokenEndpointTimeoutMs: 100 } });
    const { grant } = await custody.signIn(AGENT, 1_000);
    await custody.clock.advance(1_000);
    const release = custody.accounts.hold('POST /v2/token');

    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(RenewalUnavailable);
    release();
  });

  it('never hands out an answer for another tenant', async () => {
    const { custody, grant, issued } = await startExpired();
    custody.accounts.answerFields = { organization_id: '99999999-9999-4999-8999-999999999999' };

    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(RenewalUnavailable);
    const [row] = await custody.rows('grants');
    expect(row).toMatchObject({ generation: 1, expires_at: issued.expiresAt });
    expect(custody.logs.of('tokens.foreign_pair_refused')).toHaveLength(1);
  });
});

describe('a refresh token that LiveChat refuses for good', () => {
  it.each(['invalid_grant', 'missing_grant', 'unauthorized_client'])(
    'ends the grant when its access token is dead too (%s)',
    async (error) => {
      const { custody, grant } = await startExpired();
      custody.accounts.answer('POST /v2/token', refusal(401, error));
      custody.accounts.forget(AGENT);

      const failure = await errorOf(custody.tokens.accessTokenFor(grant));

      expect(failure).toBeInstanceOf(ReauthorizationRequired);
      expect(failure).toMatchObject({ details: { reconnect_url: 'http://localhost:3000/auth/livechat' } });
      expect(await custody.tokens.summary(grant)).toMatchObject({
        health: 'reauthorization_required',
        action: 'Sign in with LiveChat again.',
      });
    },
  );

  it('understands the errors of v1', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.answer('POST /v2/token', {
      status: 400,
      body: { oauth_exception: 'invalid_grant', exception_description: 'expired' },
    });

    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(ReauthorizationRequired);
  });

  it('asks LiveChat nothing more for a dead grant', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.forget(AGENT);
    await errorOf(custody.tokens.accessTokenFor(grant));
    const asked = custody.accounts.seen.length;

    await custody.clock.advance(HOUR / 60);

    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(ReauthorizationRequired);
    expect(custody.accounts.seen).toHaveLength(asked);
  });

  it('leaves the access token in use while LiveChat accepts it', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn(AGENT, 60_000);
    custody.accounts.answer('POST /v2/token', refusal(401, 'invalid_grant'));
    await custody.tokens.accessTokenFor(grant);
    await until(async () => (await custody.tokens.summary(grant)).health === 'degraded');

    const { accessToken } = await custody.tokens.accessTokenFor(grant);

    expect(accessToken.equals(issued.accessToken)).toBe(true);
    expect(custody.accounts.refreshes).toHaveLength(1);
  });

  it('ends a degraded grant when its access token expires', async () => {
    const custody = await startCustody();
    const { grant } = await custody.signIn(AGENT, 60_000);
    custody.accounts.answer('POST /v2/token', refusal(401, 'invalid_grant'));
    await custody.tokens.accessTokenFor(grant);
    await until(async () => (await custody.tokens.summary(grant)).health === 'degraded');
    await custody.clock.advance(60_000);

    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(ReauthorizationRequired);
  });

  it('ends the grant when LiveChat has rejected its access token, whatever it says of it', async () => {
    const custody = await startCustody();
    const { grant, issued } = await custody.signIn();
    custody.accounts.answer('POST /v2/token', refusal(401, 'invalid_grant'));

    const error = await errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));

    expect(error).toBeInstanceOf(ReauthorizationRequired);
  });

  it('is not believed while LiveChat cannot confirm it', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.answer('POST /v2/token', refusal(401, 'invalid_grant'));
    custody.accounts.answer('GET /v2/info', refusal(500, 'server_error'));

    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(RenewalUnavailable);
    expect(await custody.tokens.summary(grant)).toMatchObject({ health: 'ok' });
  });

  it('is forgotten after a new sign-in', async () => {
    const { custody, grant } = await startExpired();
    custody.accounts.forget(AGENT);
    await errorOf(custody.tokens.accessTokenFor(grant));

    const again = await custody.signIn();

    expect(again.grant).toEqual(grant);
    expect(await custody.tokens.summary(grant)).toMatchObject({ health: 'ok' });
  });

  it('ends a grant that has no refresh token when its access token expires, without asking for one', async () => {
    const custody = await startCustody();
    const issued = custody.accounts.issue(AGENT, custody.clock.now(), 1_000);
    const grant = await custody.tokens.save({ ...issued, refreshToken: undefined });
    await custody.clock.advance(1_000);

    expect(await errorOf(custody.tokens.accessTokenFor(grant))).toBeInstanceOf(ReauthorizationRequired);
    expect(custody.accounts.refreshes).toEqual([]);
  });
});
