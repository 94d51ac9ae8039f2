import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';

import { AGENTS } from '../sandbox/index.js';
import { startApp } from './support/start-app.js';

const { alice } = AGENTS;
const listChats = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';

describe('a server that stops', () => {
  it('finishes a sign-in that is under way, and does not wait for the kept connection', async () => {
    const app = await startApp();
    const browser = app.browser();
    const start = await browser.go('/auth/livechat');
    const { location } = app.sandbox.authorize(String(start.headers.location), { agent: alice });
    const held = app.sandbox.faults.hold({ on: 'token' });
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const agent = new Agent({ keepAlive: true });
    const calling = get(location, { agent, headers: { cookie } });
    const answered = once(calling, 'response') as Promise<[IncomingMessage]>;
    await app.sandbox.requests.waitFor(({ grantType }) => grantType === 'authorization_code');

    const stopped = app.close();
    held.release();

    const [answer] = await answered;
    answer.resume();
    expect(answer.statusCode).toBe(302);
    await stopped;
    agent.destroy();
  });

  it('writes the pair of a renewal that is under way, though its caller has gone', async () => {
    const app = await startApp({
      env: { LIVECHAT_CLIENT_ID: 'sandbox-public-client', LIVECHAT_CLIENT_SECRET: 'none' },
    });
    const browser = await app.signIn(alice.accountId);
    await app.clock.advance(9 * 3_600_000);
    const held = app.sandbox.faults.hold({ on: 'token' });
    const waiting = browser.fetch(path, listChats).catch(() => 'gone');
    await app.sandbox.requests.waitFor(({ grantType }) => grantType === 'refresh_token');

    const stopped = app.close();
    held.release();
    await stopped;
    await waiting;
    await startApp({ after: app });

    expect((await browser.fetch(path, listChats)).status).toBe(200);
    expect(app.sandbox.requests.ofGrant('refresh_token')).toHaveLength(1);
  });
});
