import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';

import { AGENTS } from '../../sandbox/index.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice } = AGENTS;

/** Sends a request target that no HTTP client would send, and reads the answer to its end. */
async function sendTarget(
  app: RunningApp,
  target: string,
  cookie: string,
): Promise<{ status: number; text: string }> {
  const { hostname, port, host } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    'latin1',
  );
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  await once(socket, 'close');
  return { status: Number(text.slice(9, 12)), text };
}

async function signedIn(): Promise<{ app: RunningApp; cookie: string }> {
  const app = await startApp();
  const browser = await app.signIn(alice.accountId);
  app.sandbox.requests.clear();
  return { app, cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
}

describe('a path that would leave the API', () => {
  it('is refused in every spelling, and LiveChat sees nothing', async () => {
    const { app, cookie } = await signedIn();
    const targets = [
      '/livechat/..',
      '/livechat/../v2/token',
      '/livechat/agent/../../v2/info',
      '/livechat/agent/./action/list_chats',
      '/livechat/agent/%2e%2e/%2e%2e/v2/info',
      '/livechat/agent/%252e%252e/x',
      '/livechat/agent/%25252e%25252e/x',
      '/livechat/agent/..;/x',
      '/livechat/agent/..;x=1/x',
      '/livechat/agent/%2e%2e%3b/x',
      '/livechat/agent%2faction/list_chats',
      '/livechat/agent%252faction/list_chats',
      '/livechat/agent%5caction/list_chats',
      '/livechat/agent\\action\\list_chats',
      '/livechat//evil.example/x',
      '/livechat/agent//action',
      '/livechat/http://evil.example/',
      '/livechat/https:%2f%2fevil.example/',
      '/livechat/agent/action/%00',
      '/livechat/agent/action/%0d%0aHost:%20evil.example',
      '/livechat/agent/action/x%',
      '/livechat/agent/action/%zz',
      '/livechat/agent/action/%c0%ae%c0%ae/x',
      '/livechat/agent/action/list_chats#x',
      '/livechat/@evil.example/x',
      '/livechat/',
    ];

    const answers = await Promise.all(targets.map((target) => sendTarget(app, target, cookie)));

    const statuses = Object.fromEntries(targets.map((target, index) => [target, answers[index]?.status]));
    for (const [target, status] of Object.entries(statuses)) {
      expect([target, [400, 403].includes(status ?? 0)]).toEqual([target, true]);
    }
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it.each([
    'partners',
    'v2',
    'webhooks',
    'Agent',
    'agent.evil',
    'agents',
    '_sandbox',
    'v3.6',
    'v3.6/partners',
  ])('is refused for the family %s', async (family) => {
    const { app, cookie } = await signedIn();

    const answer = await sendTarget(app, `/livechat/${family}/action/x`, cookie);

    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('forbidden_path')]);
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it.each([
    '//livechat/agent/action/list_chats',
    '/LIVECHAT/agent/action/list_chats',
    '/x/../livechat/agent/x',
    '/livechat;/agent/x',
  ])('does not get round the guard as %s', async (target) => {
    const { app, cookie } = await signedIn();

    expect((await sendTarget(app, target, cookie)).status).toBeGreaterThanOrEqual(400);
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it('is not reached by another spelling of /livechat without a caller', async () => {
    const { app } = await signedIn();

    for (const target of ['/%6civechat/agent/action/list_chats', '/livecha%74/agent/action/list_chats']) {
      expect((await sendTarget(app, target, '')).status).toBeGreaterThanOrEqual(400);
    }
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it('is judged before the caller: a stranger learns of the path first, then of the sign-in, then of the family', async () => {
    const app = await startApp();

    const statuses = await Promise.all(
      ['/livechat/agent/../x', '/livechat/partners/x'].map(
        async (target) => (await sendTarget(app, target, '')).status,
      ),
    );

    expect(statuses).toEqual([400, 401]);
  });

  it('follows no absolute request target', async () => {
    const { app, cookie } = await signedIn();

    const answer = await sendTarget(app, 'http://evil.example/livechat/agent/action/list_chats', cookie);

    expect(answer.status).toBe(400);
    expect(app.sandbox.requests.to('/v3.6/')).toEqual([]);
  });

  it('leaves the query string as it is, byte for byte', async () => {
    const { app, cookie } = await signedIn();

    await sendTarget(app, '/livechat/agent/action/_echo?a=..%2F&b=%zz&&c=//x;d#'.replace('#', ''), cookie);

    expect(app.sandbox.requests.last?.url).toBe('/v3.6/agent/action/_echo?a=..%2F&b=%zz&&c=//x;d');
  });
});
