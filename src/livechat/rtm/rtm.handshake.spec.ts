import { describe, expect, it } from '@jest/globals';

import { HANDSHAKE, openRtm, refusedRtm } from '../../../test/support/rtm-peer.js';
import { answerTo, openRequest } from '../testing/open-request.js';
import { sayRaw } from '../testing/raw-connection.js';
import { RtmStand } from '../testing/rtm-stand.js';
import { startGateway } from '../testing/start-gateway.js';
import { json } from '../testing/upstream.js';

const path = '/livechat/v3.6/agent/rtm/ws';
const asCaller = { authorization: 'Bearer northwind' };

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
