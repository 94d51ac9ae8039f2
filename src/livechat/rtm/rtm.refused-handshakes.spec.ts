import { describe, expect, it } from '@jest/globals';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { HANDSHAKE, refusedRtm } from '../../../test/support/rtm-peer.js';
import { freePort } from '../../../test/support/free-port.js';
import { closeAfterTest } from '../../../test/support/opened.js';
import { openRequest } from '../testing/open-request.js';
import { SELF_SIGNED } from '../testing/self-signed.js';
import { startGateway } from '../testing/start-gateway.js';
import { until } from '../testing/until.js';
import { json, refusal } from '../testing/upstream.js';

const path = '/livechat/v3.6/agent/rtm/ws';

/** LiveChat answers handshakes as it answers requests. */
function refuseUpgrades({ server }: Awaited<ReturnType<typeof startGateway>>['upstream']): void {
  server.removeAllListeners('upgrade');
}

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

  it.each([
    ['a status that is none', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'],
    ['a coding of its bytes', 'HTTP/1.1 403 No\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'],
  ])('is a 502 when the answer has %s, which cannot be said again', async (_what, said) => {
    const gateway = await startGateway();
    gateway.upstream.server.on('upgrade', (_request, socket) => socket.end(said));

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
