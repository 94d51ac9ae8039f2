import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { freePort } from '../../../test/support/free-port.js';
import { call } from '../../../test/support/http.js';
import { closeAfterTest } from '../../../test/support/opened.js';
import { RawConnection } from '../testing/raw-connection.js';
import { SELF_SIGNED } from '../testing/self-signed.js';
import { startGateway } from '../testing/start-gateway.js';
import { until, untilStill } from '../testing/until.js';

const asCaller = { authorization: 'Bearer northwind' };
const send = '/livechat/agent/action/upload_file';
const list = '/livechat/agent/action/list_chats';

describe('the gateway, when LiveChat fails', () => {
  it('says so when LiveChat cannot be reached, and logs it without the query', async () => {
    const { url, logLines } = await startGateway({ apiUrl: new URL(`http://127.0.0.1:${await freePort()}`) });

    const answer = await call(`${url}${send}?secret=1`, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(502);
    expect(answer.json()).toMatchObject({
      error: { type: 'service_unavailable', data: { reason: 'upstream_unreachable' } },
    });
    expect(logLines.of('gateway.upstream_failed')).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/v3.6/agent/action/upload_file',
        cause: 'ECONNREFUSED',
      }),
    ]);
    expect(logLines.texts.join()).not.toContain('secret');
  });

  it('does not talk to a server whose certificate it cannot verify', async () => {
    const server = createTlsServer(SELF_SIGNED, (_request, response) => response.end('got it'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closeAfterTest(() => server.close());
    const { port } = server.address() as AddressInfo;
    const { url, logLines } = await startGateway({ apiUrl: new URL(`https://localhost:${port}`) });

    const answer = await call(url + list, { headers: asCaller });

    expect(answer.status).toBe(502);
    expect(logLines.of('gateway.upstream_failed')).toEqual([
      expect.objectContaining({ cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    ]);
  });

  it('says so when LiveChat does not begin to answer, and hangs up', async () => {
    const { url, upstream } = await startGateway({ headersTimeoutMs: 50 });
    let hungUp = false;
    upstream.atOnce = (incoming) => {
      incoming.socket.on('close', () => {
        hungUp = true;
      });
    };

    const answer = await call(url + list, { method: 'POST', headers: asCaller, body: '{}' });

    expect(answer.status).toBe(504);
    expect(answer.json()).toMatchObject({
      error: { type: 'request_timeout', data: { reason: 'upstream_timeout' } },
    });
    await until(() => hungUp);
  });

  it.each([
    ['stands still', 504, () => undefined],
    ['breaks off', 502, (response: ServerResponse) => response.destroy()],
  ])('says so when a refusal %s before it can be understood', async (_what, status, end) => {
    const { url, upstream, tokens } = await startGateway({ idleTimeoutMs: 50 });
    upstream.atOnce = (_request, response) => {
      response.writeHead(403, { 'content-type': 'application/json' }).write('{"error":', () => end(response));
    };

    expect((await call(url + list, { headers: asCaller })).status).toBe(status);
    expect(tokens.renewals).toEqual([]);
  });

  it('ends an answer on its way when something of ours fails, and the log says what', async () => {
    const { url, upstream, tokens, logLines } = await startGateway();
    let hungUp = false;
    upstream.atOnce = (_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half');
      response.on('close', () => {
        hungUp = true;
      });
    };
    tokens.observe = () => {
      throw new Error('inner words');
    };

    await expect(call(url + list, { headers: asCaller })).rejects.toThrow();
    await until(() => hungUp);
    expect(logLines.of('request.failed')).toMatchObject([{ error: { message: 'inner words' } }]);
  });

  it.each([
    'GARBAGE\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n',
    'HTTP/1.1 200 OK\r\nBad Header: 1\r\n\r\n',
  ])('says so when LiveChat answers %j', async (garbage) => {
    const { url, upstream } = await startGateway();
    upstream.atOnce = (incoming) => incoming.socket.end(garbage);

    expect((await call(url + list, { headers: asCaller })).status).toBe(502);
  });

  it.each([
    ['with a length', { 'content-length': 100 }],
    ['in chunks', {}],
  ])('cuts the connection when LiveChat dies in the middle of an answer %s', async (_how, headers) => {
    const { port, upstream, logLines } = await startGateway();
    upstream.atOnce = (_request, response) => {
      response.writeHead(200, headers);
      response.write('half', () => response.destroy());
    };
    const connection = await RawConnection.to(port);

    const said = await connection
      .send(`GET ${list} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\n\r\n`)
      .untilClosed();

    expect(said).toContain('half');
    expect(said).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(logLines.of('gateway.upstream_failed')).toHaveLength(1);
    expect(logLines.of('gateway.caller_left')).toEqual([]);
  });

  it('says so when LiveChat dies in the middle of a refusal, while the token is renewed', async () => {
    const { url, upstream, tokens } = await startGateway({ replayLimitBytes: 0 });
    let died = false;
    upstream.atOnce = (incoming, response) => {
      incoming.resume();
      response.on('close', () => {
        died = true;
      });
      response.writeHead(401, { 'content-length': 1_000_000 }).write(Buffer.alloc(70_000, 'x'));
      tokens.renewing = async () => {
        incoming.socket.resetAndDestroy();
        await until(() => died);
        await untilStill(() => 0);
      };
    };

    const answer = await call(url + send, { method: 'POST', headers: asCaller, body: 'x' });

    expect(answer.status).toBe(502);
  });

  it('cuts the connection when LiveChat stands still in the middle of an answer', async () => {
    const { port, upstream } = await startGateway({ idleTimeoutMs: 50 });
    upstream.atOnce = (_request, response) => {
      response.write('half');
    };
    const connection = await RawConnection.to(port);

    const said = await connection
      .send(`GET ${list} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\n\r\n`)
      .untilClosed();

    expect(said).toMatch(/half\r\n$/);
  });
});
