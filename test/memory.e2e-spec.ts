import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

import { AGENTS, SANDBOX_CLIENT, startSandbox } from '../sandbox/index.js';
import { Browser } from './support/browser.js';
import { configured } from './support/configured.js';
import { call } from './support/http.js';
import { closeAfterTest, sharedByTests } from './support/opened.js';
import { startServer } from './support/server-process.js';
import { signInThroughSandbox } from './support/sign-in.js';

const mebibyte = 1_048_576;
const action = '/livechat/agent/action';

/** The built server in a process of its own, so that its memory is nobody else's. */
async function startMeasured() {
  const sandbox = await startSandbox();
  closeAfterTest(() => sandbox.close());
  const settings = await configured();
  const env = {
    ...settings,
    LIVECHAT_CLIENT_ID: SANDBOX_CLIENT.id,
    LIVECHAT_CLIENT_SECRET: SANDBOX_CLIENT.secrets[0],
    LIVECHAT_ACCOUNTS_URL: sandbox.url,
    LIVECHAT_API_URL: sandbox.url,
    BODY_LIMIT_BYTES: String(128 * mebibyte),
  };
  await startServer({ env }).hasPrinted('ready');
  const url = `http://localhost:${settings.PORT ?? ''}`;
  const browser = new Browser(url);
  await signInThroughSandbox(browser, sandbox, { agent: AGENTS.alice.accountId });
  return { url, browser, sandbox };
}

async function residentBytes(url: string): Promise<number> {
  const { text } = await call(`${url}/metrics`);
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
}

/** The most that the server held while an answer was read, and how much was read. */
async function readMeasuring(url: string, answer: IncomingMessage): Promise<{ peak: number; bytes: number }> {
  let [peak, bytes, asked] = [0, 0, 0];
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes < asked) continue;
    asked += 10 * mebibyte;
    peak = Math.max(peak, await residentBytes(url));
  }
  return { peak, bytes };
}

describe('a large body', () => {
  let measured: Awaited<ReturnType<typeof startMeasured>>;
  beforeAll(async () => {
    measured = await sharedByTests(startMeasured);
  });

  it('of 100 MiB, coming or going, does not make the memory grow', async () => {
    const { url, browser, sandbox } = measured;
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    await browser.fetch(`${action}/_stream?bytes=${10 * mebibyte}`); // what the first large answer costs for good
    const before = await residentBytes(url);

    const asking = get(`${url}${action}/_stream?bytes=${100 * mebibyte}`, { headers: { cookie } });
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    const { peak, bytes } = await readMeasuring(url, answer);
    const piece = Buffer.alloc(mebibyte, 'x');
    let whileSending = 0;
    const body = async function* () {
      for (let sent = 0; sent < 100; sent += 1) {
        if (sent % 10 === 0) whileSending = Math.max(whileSending, await residentBytes(url));
        yield piece;
      }
    };
    const sent = await browser.fetch(`${action}/_echo`, { method: 'POST', body: body() });

    expect(bytes).toBe(100 * mebibyte);
    expect(sent.json().bodyLength).toBe(100 * mebibyte);
    expect(sandbox.requests.last?.bodyLength).toBe(100 * mebibyte);
    expect(peak - before).toBeLessThan(64 * mebibyte);
    expect(whileSending - before).toBeLessThan(64 * mebibyte);
  });

  it('of 10 MiB arrives byte for byte', async () => {
    const { browser, sandbox } = measured;
    const bytes = Buffer.alloc(10 * mebibyte, Buffer.from(Array.from({ length: 251 }, (_, value) => value)));
    const type = 'multipart/form-data; boundary="x y"';

    const answer = await browser.fetch(`${action}/_echo`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: bytes,
    });

    expect(answer.json().bodySha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(sandbox.requests.last?.headers).toMatchObject({
      'content-type': type,
      'content-length': String(bytes.length),
    });
  });
});
