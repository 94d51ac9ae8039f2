import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../sandbox/index.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice } = AGENTS;
const path = '/livechat/agent/action/_echo';

const calls = (app: RunningApp) => app.sandbox.requests.to('/v3.6/');

/** A browser whose token LiveChat refuses from now on; bodies over ten bytes are not kept for a replay. */
async function startRejected() {
  const app = await startApp({ env: { REPLAY_LIMIT_BYTES: '10' } });
  const browser = await app.signIn(alice.accountId);
  app.sandbox.faults.expire(alice);
  const threeTimes = async (body: string) => {
    const answers = [];
    for (let call = 0; call < 3; call += 1) answers.push(await browser.fetch(path, { method: 'POST', body }));
    return answers.map((answer) => {
      const { data } = answer.json().error;
      return data ? [answer.status, data.reason] : [answer.status, answer.headers['retry-after']];
    });
  };
  return { app, threeTimes };
}

describe('an access token that LiveChat rejected', () => {
  const kept = 'x'.repeat(10);
  const streamed = 'x'.repeat(11);
  const unavailable = [503, 'renewal_unavailable'];
  const misconfigured = [503, 'fix_configuration'];

  it('is not sent again while the accounts server is away', async () => {
    const { app, threeTimes } = await startRejected();
    app.sandbox.faults.refuse({ on: 'token' });

    expect(await threeTimes(kept)).toEqual([unavailable, unavailable, unavailable]);
    expect(calls(app)).toHaveLength(1);
  });

  it('does not invite a body that streams for ever: after one Retry-After: 0 it is told to wait', async () => {
    const { app, threeTimes } = await startRejected();
    app.sandbox.faults.refuse({ on: 'token' });

    expect(await threeTimes(streamed)).toEqual([[401, '0'], unavailable, unavailable]);
    expect(calls(app)).toHaveLength(1);
  });

  it('is told to a body that streams as a fault of the configuration when that is why it stays', async () => {
    const { app, threeTimes } = await startRejected();
    app.sandbox.faults.invalidClient({ on: 'token' });

    expect(await threeTimes(streamed)).toEqual([[401, '0'], misconfigured, misconfigured]);
    expect(calls(app)).toHaveLength(1);
  });
});
