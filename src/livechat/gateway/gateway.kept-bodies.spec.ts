import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { RawConnection } from '../testing/raw-connection.js';
import { startGateway } from '../testing/start-gateway.js';
import { until, untilStill } from '../testing/until.js';
import { json, refusal } from '../testing/upstream.js';
import { walk } from '../testing/walk.js';

const send = '/livechat/agent/action/send_event';
const MIB = 1_048_576;

/** So many bodies of 15 MiB, each a byte short of its end, to a gateway that keeps 64 MiB of all together. */
async function startWith(count: number) {
  const gateway = await startGateway({ replayLimitBytes: 16 * MIB, bodyLimitBytes: 32 * MIB });
  const uploads = await Promise.all(Array.from({ length: count }, () => RawConnection.to(gateway.port)));
  const half = 'x'.repeat(15 * MIB);
  for (const upload of uploads) {
    upload.send(
      `POST ${send} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer northwind\r\nContent-Length: ${half.length + 1}\r\n\r\n`,
    );
    upload.send(half);
  }
  return { gateway, uploads };
}

describe('bodies that are kept for a replay', () => {
  it('are streamed when too much is kept of all together', async () => {
    const { gateway, uploads } = await startWith(5);
    const lengths: unknown[] = [];
    gateway.upstream.atOnce = ({ headers }, response) => {
      lengths.push(headers['content-length']);
      response.end();
    };

    await until(() => lengths.length > 0);

    expect(lengths).toEqual([String(15 * MIB + 1)]); // the others are still kept until they are whole
    for (const upload of uploads) upload.send('x');
    await until(() => lengths.length === 5);
  });

  it('count no more once their calls have ended', async () => {
    const gateway = await startGateway({ replayLimitBytes: 16 * MIB, bodyLimitBytes: 32 * MIB });
    const post = (body: string) =>
      call(gateway.url + send, { method: 'POST', body, headers: { authorization: 'Bearer northwind' } });
    for (let calls = 0; calls < 5; calls += 1) await post('x'.repeat(15 * MIB));
    gateway.upstream.answersWith(refusal(401, 'authentication'), json(200, {}));

    expect((await post('{}')).status).toBe(200); // replayed
    expect(gateway.upstream.last?.body.toString()).toBe('{}');
  });

  it('are not there for a walk then, which says so; and again when the others have gone', async () => {
    const { gateway, uploads } = await startWith(4);
    const body = JSON.stringify({ x: 'x'.repeat(8 * MIB) });
    const status = async () => (await walk(gateway, { body })).status;

    await untilStill(() => uploads.reduce((sum, { socket }) => sum + socket.writableLength, 0));

    expect((await walk(gateway, { body })).json().error.data.reason).toBe('busy');
    for (const { socket } of uploads) socket.destroy();
    for (let tries = 0; tries < 50 && (await status()) === 503; tries += 1);

    expect(await status()).toBe(200);
  });
});
