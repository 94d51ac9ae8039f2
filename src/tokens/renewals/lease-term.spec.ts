import { describe, expect, it } from '@jest/globals';

import { Secret } from '../../foundation/index.js';
import { RenewalUnavailable } from '../errors/renewal-unavailable.js';
import { RenewalLease } from '../grants/renewal-lease.js';
import { NEW_SECRET, OLD_SECRET } from '../testing/fake-accounts.js';
import { errorOf, until, whileTimePasses } from '../testing/outcome-of.js';
import { type RunningCustody, startCustody } from '../testing/start-custody.js';
import { LEASE_MS } from '../timings.js';

const CALL_MS = 5_000;
/** Begun this long after the lease was asked for, a call may outlast it. */
const TOO_LATE_MS = LEASE_MS - CALL_MS + 1;

/** From now on the database carries out what starts a renewal, and its answer is so long on the way. */
function delayStart(custody: RunningCustody, ms: number): void {
  const lease = custody.get(RenewalLease);
  const markStarted = lease.markStarted.bind(lease);
  lease.markStarted = async (hold) => {
    const isStarted = await markStarted(hold);
    await custody.clock.sleep(ms);
    return isStarted;
  };
}

/** From now on no answer to an extension gets here. */
function loseExtensions(custody: RunningCustody): void {
  custody.get(RenewalLease).extend = () => new Promise(() => undefined);
}

describe('a renewal whose lease may run out under the call', () => {
  it('does not ask LiveChat, and leaves the grant to the next', async () => {
    const custody = await startCustody({ config: { tokenEndpointTimeoutMs: CALL_MS } });
    const { grant, issued } = await custody.signIn();
    loseExtensions(custody);
    delayStart(custody, TOO_LATE_MS);
    const caller = errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));
    await whileTimePasses(custody, caller);
    await custody.clock.advance(TOO_LATE_MS);
    await until(() => custody.logs.of('tokens.renewal_failed').length === 1);
    await until(async () => (await custody.rows('grants'))[0]?.lease_owner === null);

    expect(await caller).toBeInstanceOf(RenewalUnavailable);
    expect(custody.accounts.refreshes).toEqual([]);
    expect(await custody.rows('grants')).toMatchObject([{ renewal_started_at: null, health: 'ok' }]);
  });

  it('asks LiveChat when the lease was extended meanwhile', async () => {
    const custody = await startCustody({ config: { tokenEndpointTimeoutMs: CALL_MS } });
    const { grant, issued } = await custody.signIn();
    delayStart(custody, TOO_LATE_MS);
    const caller = errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));

    await whileTimePasses(
      custody,
      until(() => custody.logs.of('tokens.renewed').length === 1),
    );

    expect(custody.accounts.refreshes).toHaveLength(1);
    await caller;
  });

  it('does not try the next client secret', async () => {
    const clientSecrets = [OLD_SECRET, NEW_SECRET].map((value) => new Secret('client_secret', value));
    const custody = await startCustody({ config: { clientSecrets, tokenEndpointTimeoutMs: CALL_MS } });
    const { grant, issued } = await custody.signIn();
    loseExtensions(custody);
    const answer = custody.accounts.hold('POST /v2/token');
    const caller = errorOf(custody.tokens.renew(grant, { rejected: issued.accessToken }));
    await until(() => custody.accounts.refreshes.length === 1);
    await custody.clock.advance(TOO_LATE_MS);
    answer();

    await until(() => custody.logs.of('tokens.renewal_failed').length === 1);

    expect(custody.accounts.refreshes.map(({ form }) => form.client_secret)).toEqual([OLD_SECRET]);
    await caller;
  });
});
