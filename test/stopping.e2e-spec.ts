import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';

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

  it('refuses what still arrives in the words that errors have', async () => {
    const app = await startApp();
    const held = app.sandbox.faults.hold({ on: 'api', times: 1 });
    const browser = await app.signIn(alice.accountId);
    const underWay = browser.fetch(path, listChats);
    await app.sandbox.requests.waitFor((seen) => seen.path.endsWith('list_chats'));
    const socket = connect(Number(app.env.PORT), '127.0.0.1');
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    await once(socket, 'connect');
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n`);
    await app.call('/health/live'); // by now the server has begun to read the other request

    const stopped = app.close();
    while (app.server.listening) await new Promise((resolve) => setImmediate(resolve));
    socket.write('Content-Length: 0\r\n\r\n');
    await once(socket, 'close');
    held.release();
    await Promise.all([underWay, stopped]);

    expect(received).toMatch(/^HTTP\/1\.1 503/);
    expect(received).toMatch(/x-request-id: /i);
    expect(received).toMatch(/retry-after: 1/i);
    expect(received).toContain('"reason":"stopping"');
    expect(received).toContain('"type":"service_unavailable"');
  });
});

describe('bytes that are no request', () => {
  it.each([
    [
      'a header of 20 KiB',
      `GET /health/live HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_480)}\r\n\r\n`,
      431,
      'problem+json',
    ],
    [
      'the same for the gateway',
      `GET /livechat/agent/x HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_480)}\r\n\r\n`,
      431,
      '"error":{"type"',
    ],
    [
      'two framings',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
      'problem+json',
    ],
    ['noise', 'once upon a time\r\n\r\n', 400, 'bad_request'],
  ])('get an answer in our words: %s', async (_what, bytes, status, words) => {
    const app = await startApp();
    const socket = connect(Number(app.env.PORT), '127.0.0.1');
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.on('error', () => undefined);

    socket.write(bytes);
    await once(socket, 'close');

    expect(received).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(received).toContain(words);
  });
});
