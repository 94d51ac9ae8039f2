import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';

import { call } from '../../../test/support/http.js';
import { answerTo, openRequest } from '../testing/open-request.js';
import { RawConnection } from '../testing/raw-connection.js';
import { startGateway } from '../testing/start-gateway.js';
import { until } from '../testing/until.js';
import { refusal } from '../testing/upstream.js';

const asCaller = { authorization: 'Bearer northwind' };
const send = '/livechat/agent/action/upload_file';
const list = '/livechat/agent/action/list_chats';

const left = expect.objectContaining({
  level: 'info',
  requestId: expect.any(String) as unknown,
  method: 'GET',
  path: list,
}) as object;

describe('the gateway, when the caller leaves', () => {
  it('hangs up on LiveChat before it answers', async () => {
    const gateway = await startGateway();
    let state = 'not called';
    gateway.upstream.atOnce = (_request, response) => {
      state = 'called';
      response.on('close', () => {
        state = 'hung up';
      });
    };

    const opened = openRequest(`${gateway.url}${list}?secret=1`, 'GET').end();
    await until(() => state === 'called');
    opened.destroy();

    await until(() => state === 'hung up');
    expect(gateway.logLines.of('gateway.caller_left')).toEqual([left]);
    expect(gateway.logLines.texts.join()).not.toContain('secret');
    expect(gateway.logLines.of('gateway.upstream_failed')).toEqual([]);
    expect(gateway.logLines.of('request.failed')).toEqual([]);
  });

  it('hangs up on LiveChat in the middle of an answer', async () => {
    const gateway = await startGateway();
    let hungUp = false;
    gateway.upstream.atOnce = (_request, response) => {
      response.write('half');
      response.on('close', () => {
        hungUp = true;
      });
    };

    const opened = openRequest(gateway.url + list, 'GET').end();
    await once(await answerTo(opened), 'data');
    opened.destroy();

    await until(() => hungUp);
    expect(gateway.logLines.of('gateway.caller_left')).toEqual([left]);
    expect(gateway.logLines.of('gateway.upstream_failed')).toEqual([]);
  });

  it('says nothing of it after a complete answer', async () => {
    const gateway = await startGateway();
    const connection = await RawConnection.to(gateway.port);
    const request = `GET ${list} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\n`;

    await connection.send(`${request}\r\n`).until(/\{\}/);
    await connection.send(`${request}Connection: close\r\n\r\n`).untilClosed();
    await gateway.app.close();

    expect(gateway.upstream.requests).toHaveLength(2);
    expect(gateway.logLines.of('gateway.caller_left')).toEqual([]);
  });

  it('hangs up on LiveChat in the middle of a body', async () => {
    const gateway = await startGateway({ replayLimitBytes: 10 });
    let state = 'not called';
    gateway.upstream.atOnce = (incoming) => {
      state = 'called';
      incoming.on('error', () => undefined);
      incoming.on('close', () => {
        state = incoming.complete ? 'complete' : 'hung up';
      });
    };

    const opened = openRequest(gateway.url + send, 'POST');
    opened.write('x'.repeat(100));
    await until(() => state === 'called');
    opened.destroy();

    await until(() => state === 'hung up');
  });

  it('never calls LiveChat for a body that did not arrive', async () => {
    const gateway = await startGateway();
    const opened = openRequest(gateway.url + send, 'POST', { 'content-length': 100 });
    opened.write('half');
    const [socket] = (await once(gateway.app.getHttpServer(), 'connection')) as [{ closed: boolean }];
    opened.destroy();

    await until(() => socket.closed);
    expect((await call(gateway.url + list, { headers: asCaller })).status).toBe(200);
    expect(gateway.upstream.requests).toHaveLength(1);
  });

  it('does not repeat the call after a renewal that nobody waits for', async () => {
    const gateway = await startGateway();
    gateway.upstream.answersWith(refusal(401, 'authentication'));
    let renew = () => {};
    gateway.tokens.renewing = () =>
      new Promise((resolve) => {
        renew = resolve;
      });
    const answers: { closed: boolean }[] = [];
    gateway.app
      .getHttpServer()
      .on('request', (_request, response: { closed: boolean }) => answers.push(response));

    const opened = openRequest(gateway.url + list, 'GET').end();
    await until(() => gateway.tokens.renewals.length === 1);
    opened.destroy();
    await until(() => answers[0]?.closed === true);
    gateway.upstream.answersWith((response) => response.end('ok'));
    renew();

    expect((await call(gateway.url + list, { headers: asCaller })).text).toBe('ok');
    expect(gateway.upstream.requests).toHaveLength(2);
  });

  it('hangs up on LiveChat also when the answer waited behind another on the same connection', async () => {
    const gateway = await startGateway();
    const called: string[] = [];
    const hungUp: string[] = [];
    gateway.upstream.atOnce = (incoming, response) => {
      called.push(incoming.url ?? '');
      response.on('close', () => hungUp.push(incoming.url ?? ''));
    };
    const connection = await RawConnection.to(gateway.port);
    const ask = (n: number) =>
      `GET ${list}?${n} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\n\r\n`;

    connection.send(ask(1) + ask(2));
    await until(() => called.length === 2);
    connection.socket.destroy();

    await until(() => hungUp.length === 2);
    expect(gateway.logLines.of('gateway.caller_left')).toEqual([left, left]);
  });
});
