import { describe, expect, it } from '@jest/globals';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { HANDSHAKE, openRtm, refusedRtm } from '../../../test/support/rtm-peer.js';
import { freePort } from '../../../test/support/free-port.js';
import { closeAfterTest } from '../../../test/support/opened.js';
import { answerTo, openRequest } from '../testing/open-request.js';
import { sayRaw } from '../testing/raw-connection.js';
import { SELF_SIGNED } from '../testing/self-signed.js';
import { RtmStand } from '../testing/rtm-stand.js';
import { startGateway } from '../testing/start-gateway.js';
import { until } from '../testing/until.js';
import { json, refusal } from '../testing/upstream.js';

const path = '/livechat/v3.6/agent/rtm/ws';
const asCaller = { authorization: 'Bearer northwind' };

/** LiveChat answers handshakes as it answers requests. */
function refuseUpgrades({ server }: Awaited<ReturnType<typeof startGateway>>['upstream']): void {
  server.removeAllListeners('upgrade');
}

describe('RTM, the handshake', () => {
  it.each([
    ['/livechat/v3.6/agent/rtm/ws', '/v3.6/agent/rtm/ws?organization_id=northwind&region=dal'],
    ['/livechat/v3.5/agent/rtm/ws', '/v3.5/agent/rtm/ws?organization_id=northwind&region=dal'],
    ['/livechat/agent/rtm/ws?', '/v3.6/agent/rtm/ws?organization_id=northwind&region=dal'],
    [
      '/livechat/agent/rtm/ws?a=%2Fb&organization_id=evil&c=1?&organization%5Fid=e&region=fra&d;organization_id=e&c=2',
      '/v3.6/agent/rtm/ws?organization_id=northwind&region=dal&a=%2Fb&c=1?&c=2',
    ],
  ])('goes from %s to the caller’s organization and region', async (asked, expected) => {
    const gateway = await startGateway();
    const stand = new RtmStand(gateway.upstream);

    await openRtm(gateway.url + asked);

    expect(stand.handshakes.map(({ url }) => url)).toEqual([expected]);
  });

  it('names no region when none is known', async () => {
    const gateway = await startGateway();
    gateway.tokens.region = undefined;
    const stand = new RtmStand(gateway.upstream);

    await openRtm(gateway.url + path);

    expect(stand.handshakes[0]?.url).toBe('/v3.6/agent/rtm/ws?organization_id=northwind');
    expect(stand.handshakes[0]?.headers).not.toHaveProperty('x-region');
  });

  it('tells LiveChat nothing of the caller but what the gateway would', async () => {
    const gateway = await startGateway({ forwardHeaders: ['x-mine', 'origin', 'sec-websocket-protocol'] });
    const stand = new RtmStand(gateway.upstream);

    await openRtm(gateway.url + path, {
      origin: 'https://widget.example',
      protocols: ['theirs'],
      headers: {
        ...asCaller,
        cookie: 'livechat_session=x',
        'user-agent': 'my program',
        'x-mine': 'mine',
        'x-region': 'fra',
        'x-forwarded-for': '192.0.2.1',
        'livechat-organization-id': 'northwind',
      },
    });

    const { host, ...headers } = stand.handshakes[0]?.headers ?? {};
    expect(host).toBe(new URL(gateway.upstream.url).host);
    expect(headers).toEqual({
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': expect.any(String),
      'sec-websocket-version': '13',
      'user-agent': 'my program',
      'x-mine': 'mine',
      'x-region': 'dal',
    });
  });

  it('tells the caller when the version ends, what LiveChat calls the connection, and what we call it', async () => {
    const gateway = await startGateway();
    new RtmStand(gateway.upstream, {
      headers: ['Legacy: 2027-02-07', 'X-Debug-Id: d-1', 'Set-Cookie: a=b', 'Access-Control-Allow-Origin: *'],
    });

    const opened = openRequest(gateway.url + path, 'GET', HANDSHAKE).end();
    const headers = await new Promise<object>((resolve) => {
      opened.once('upgrade', (answer, socket) => {
        socket.destroy();
        resolve(answer.headers);
      });
    });

    expect(headers).toEqual({
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-accept': expect.any(String),
      legacy: '2027-02-07',
      'x-debug-id': 'd-1',
      'x-request-id': expect.any(String),
    });
  });

  it('asks for no compression, whatever the caller offers', async () => {
    const gateway = await startGateway();
    const stand = new RtmStand(gateway.upstream);

    const caller = await openRtm(gateway.url + path, { perMessageDeflate: true });

    expect(caller.socket.extensions).toBe('');
    expect(stand.handshakes[0]?.headers).not.toHaveProperty('sec-websocket-extensions');
  });

  it('refuses whom the gateway refuses, in the same words, and asks LiveChat nothing', async () => {
    const gateway = await startGateway();
    const stand = new RtmStand(gateway.upstream);

    const answer = await refusedRtm(gateway.url + path, { authorization: '' });

    expect(answer.status).toBe(401);
    expect(answer.headers).toMatchObject({ 'x-request-id': expect.any(String), connection: 'close' });
    expect(JSON.parse(answer.text)).toMatchObject({
      error: { type: 'authentication', data: { reason: 'not_signed_in' } },
    });
    expect(stand.handshakes).toEqual([]);
  });

  it('judges the path first', async () => {
    const gateway = await startGateway();
    const stand = new RtmStand(gateway.upstream);
    const headers = Object.entries({ ...HANDSHAKE, host: 'x' }).map(([name, value]) => `${name}: ${value}`);

    const answer = await sayRaw(gateway.port, [`GET ${path}?a#b HTTP/1.1`, ...headers]);

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"reason":"invalid_path"');
    expect(stand.handshakes).toEqual([]);
  });

  it('refuses a family that may not be called', async () => {
    const gateway = await startGateway({ families: ['reports'] });
    const stand = new RtmStand(gateway.upstream);

    const answer = await refusedRtm(gateway.url + path);

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('forbidden_path');
    expect(stand.handshakes).toEqual([]);
  });

  it.each([
    ['another protocol', path, { upgrade: 'h2c' }],
    ['another version of WebSocket', path, { 'sec-websocket-version': '12' }],
    ['a broken key', path, { 'sec-websocket-key': 'short' }],
    ['a broken list of protocols', path, { 'sec-websocket-protocol': 'a,,b' }],
    ['an encoded path', '/livechat/v3.6/agent/%72tm/ws', {}],
    ['another family', '/livechat/v3.6/customer/rtm/ws', {}],
    ['another path', '/livechat/v3.6/agent/rtm/ws/', {}],
  ])('leaves a request with %s to the gateway', async (_what, asked, headers) => {
    const gateway = await startGateway();
    new RtmStand(gateway.upstream);
    gateway.upstream.answersWith(json(418, { as: 'it came' }));

    const answer = await refusedRtm(gateway.url + asked, headers);

    expect(answer.status).toBe(418);
    expect(gateway.upstream.requests.map(({ url }) => url)).toEqual([asked.replace('/livechat', '')]);
  });

  it('leaves a plain request on its path to the gateway', async () => {
    const gateway = await startGateway();

    const answer = await answerTo(openRequest(`${gateway.url}/livechat/agent/rtm/ws?a=1`, 'GET').end());

    expect(answer.statusCode).toBe(200);
    expect(gateway.upstream.last?.url).toBe('/v3.6/agent/rtm/ws?a=1');
  });
});

describe('RTM, a handshake that LiveChat does not take', () => {
  it('is answered with what LiveChat said', async () => {
    const gateway = await startGateway();
    refuseUpgrades(gateway.upstream);
    gateway.upstream.answersWith(
      json(400, { error: { type: 'unsupported_version' } }, { 'x-debug-id': 'd', 'set-cookie': 'a=b' }),
    );

    const answer = await refusedRtm(gateway.url + path);

    expect(answer.status).toBe(400);
    expect(answer.text).toBe('{"error":{"type":"unsupported_version"}}');
    expect(answer.headers).toMatchObject({ 'x-debug-id': 'd', connection: 'close' });
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it('is not followed elsewhere', async () => {
    const gateway = await startGateway();
    refuseUpgrades(gateway.upstream);
    gateway.upstream.answersWith(json(302, {}, { location: `${gateway.upstream.url}/elsewhere` }));

    const answer = await refusedRtm(gateway.url + path);

    expect(answer.status).toBe(302);
    expect(gateway.upstream.requests).toHaveLength(1);
  });

  it('is sent once more, to the region that LiveChat names', async () => {
    const gateway = await startGateway();
    refuseUpgrades(gateway.upstream);
    gateway.upstream.answersWith(refusal(421, 'misdirected_request', { region: 'fra' }));

    const answer = await refusedRtm(gateway.url + path);

    expect(answer.status).toBe(421);
    expect(gateway.upstream.requests.map(({ url, headers }) => [url, headers['x-region']])).toEqual([
      ['/v3.6/agent/rtm/ws?organization_id=northwind&region=dal', 'dal'],
      ['/v3.6/agent/rtm/ws?organization_id=northwind&region=fra', 'fra'],
    ]);
    expect(gateway.tokens.observed).toEqual([{ region: 'fra' }]);
  });

  it('is a 502 when the answer is longer than an error', async () => {
    const gateway = await startGateway();
    refuseUpgrades(gateway.upstream);
    gateway.upstream.answersWith(json(400, 'x'.repeat(70_000)));

    const answer = await refusedRtm(gateway.url + path);

    expect(answer.status).toBe(502);
    expect(answer.text).toContain('upstream_unreachable');
  });

  it('is a 502 when LiveChat cannot be reached, and the log says why, without the query', async () => {
    const { url, logLines } = await startGateway({ apiUrl: new URL(`http://127.0.0.1:${await freePort()}`) });

    const answer = await refusedRtm(`${url}${path}?secret=1`);

    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text)).toMatchObject({
      error: { type: 'service_unavailable', data: { reason: 'upstream_unreachable' } },
    });
    expect(logLines.of('gateway.upstream_failed')).toMatchObject([
      { method: 'GET', path: '/v3.6/agent/rtm/ws', cause: 'ECONNREFUSED' },
    ]);
    expect(logLines.texts.join()).not.toContain('secret');
  });

  it('is a 502 when LiveChat’s certificate cannot be verified', async () => {
    const server = createTlsServer(SELF_SIGNED, (_request, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closeAfterTest(() => server.close());
    const { port } = server.address() as AddressInfo;
    const { url, logLines } = await startGateway({ apiUrl: new URL(`https://localhost:${port}`) });

    const answer = await refusedRtm(url + path);

    expect(answer.status).toBe(502);
    expect(logLines.of('gateway.upstream_failed')).toMatchObject([{ cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' }]);
  });

  it('is a 504 when LiveChat does not answer in time', async () => {
    const gateway = await startGateway({ headersTimeoutMs: 5_000 });
    let isHungUp = false;
    let hasCome = false;
    gateway.upstream.atOnce = ({ socket }) => {
      hasCome = true;
      socket.on('close', () => (isHungUp = true));
    };

    const refused = refusedRtm(gateway.url + path);
    await until(() => hasCome);
    await gateway.clock.advance(5_000);

    const answer = await refused;
    expect(answer.status).toBe(504);
    expect(answer.text).toContain('upstream_timeout');
    await until(() => isHungUp);
  });

  it('is given up when the caller leaves', async () => {
    const gateway = await startGateway();
    let isHungUp = false;
    let hasCome = false;
    gateway.upstream.atOnce = ({ socket }) => {
      hasCome = true;
      socket.on('close', () => (isHungUp = true));
    };

    const opened = openRequest(gateway.url + path, 'GET', HANDSHAKE).end();
    await until(() => hasCome);
    opened.socket?.resetAndDestroy();

    await until(() => isHungUp);
    expect(gateway.logLines.of('gateway.upstream_failed')).toEqual([]);
  });
});
