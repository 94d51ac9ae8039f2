import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';

import { AGENTS } from '../../sandbox/index.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice, dieter } = AGENTS;

async function send(app: RunningApp, bytes: string): Promise<string> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.write(bytes, 'latin1');
  await once(socket, 'close');
  return text;
}

const cookieOf = async (app: RunningApp, agent: string): Promise<string> =>
  [...(await app.signIn(agent)).cookies].map(([name, value]) => `${name}=${value}`).join('; ');

describe('framing that two servers could read differently', () => {
  it.each([
    ['both lengths', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}'],
    ['a signed length', 'Content-Length: +4\r\n\r\n{}{}'],
    ['an unknown coding', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['a coding after chunked', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', 'Content-Length : 4\r\n\r\n{}{}'],
    ['a bare line feed in a chunk size', 'Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n'],
  ])('is refused: %s', async (_what, rest) => {
    const app = await startApp();
    const cookie = await cookieOf(app, alice.accountId);
    app.sandbox.requests.clear();
    const head = `POST /livechat/agent/action/_echo HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n`;

    const text = await send(app, head + rest);

    expect(text).toMatch(/^HTTP\/1\.1 4\d\d/);
    expect(app.sandbox.requests.to('/v3.6/').filter(({ status }) => status === 200)).toEqual([]);
  });

  it('never mixes two tenants that are pipelined on one connection', async () => {
    const app = await startApp();
    const [first, second] = [await cookieOf(app, alice.accountId), await cookieOf(app, dieter.accountId)];
    const get = (cookie: string, n: number, more = '') =>
      `GET /livechat/agent/action/_echo?n=${n} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n${more}\r\n`;

    const text = await send(
      app,
      get(first, 1) + get(second, 2) + get(first, 3) + get(second, 4, 'Connection: close\r\n'),
    );

    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(4);
    const accounts = app.sandbox.requests
      .to('/v3.6/')
      .map(({ query, accountId }) => [query.get('n'), accountId])
      .sort();
    expect(accounts).toEqual([
      ['1', alice.accountId],
      ['2', dieter.accountId],
      ['3', alice.accountId],
      ['4', dieter.accountId],
    ]);
  });
});
