import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { AGENTS } from '../../sandbox/index.js';
import { writeFromOutside } from '../support/database.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice, dieter } = AGENTS;
const path = '/livechat/agent/action/_echo';

const calls = (app: RunningApp) => app.sandbox.requests.to('/v3.6/');
const refreshes = (app: RunningApp) => app.sandbox.requests.ofGrant('refresh_token').length;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A body whose length nobody says beforehand. */
async function* chunks(...parts: Buffer[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield await Promise.resolve(part);
}

async function startSignedIn(env: Record<string, string> = {}) {
  const app = await startApp({ env });
  return { app, browser: await app.signIn(alice.accountId) };
}

/** An agent whose organization is in `fra`, with a grant that remembers `dal` from before it moved. */
async function startInWrongRegion() {
  const app = await startApp();
  const browser = await app.signIn(dieter.accountId);
  await writeFromOutside(app.env, "UPDATE grants SET region = 'dal'");
  await app.clock.advance(2_000);
  return { app, browser };
}

const erring = (status: number, error: object) =>
  `/livechat/agent/action/_status?code=${status}&body=${encodeURIComponent(JSON.stringify({ error }))}`;

describe('a body up to REPLAY_LIMIT_BYTES', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'is sent again, byte for byte, after %s met a token that had ended',
    async (method) => {
      const { app, browser } = await startSignedIn({ REPLAY_LIMIT_BYTES: '2048' });
      app.sandbox.faults.expire(alice);
      const body = gzipSync(Buffer.alloc(100_000, 'x')).subarray(0, 2048);

      const answer = await browser.fetch(path, { method, body, headers: { 'content-encoding': 'gzip' } });

      expect([answer.status, answer.json().bodySha256]).toEqual([200, sha256(body)]);
      expect(refreshes(app)).toBe(1);
      expect(calls(app)).toHaveLength(2);
    },
  );

  it('is sent again also when it came in chunks of unknown length', async () => {
    const { app, browser } = await startSignedIn({ REPLAY_LIMIT_BYTES: '2000' });
    app.sandbox.faults.expire(alice);
    const part = Buffer.alloc(1000, 'y');

    const answer = await browser.fetch(path, { method: 'POST', body: chunks(part, part) });

    expect([answer.status, answer.json().bodySha256]).toEqual([200, sha256(Buffer.concat([part, part]))]);
  });

  it('is not there for HEAD, which is answered all the same', async () => {
    const { app, browser } = await startSignedIn();
    app.sandbox.faults.expire(alice);

    expect((await browser.fetch(path, { method: 'HEAD' })).status).toBe(200);
    expect(refreshes(app)).toBe(1);
  });
});

describe('a body over REPLAY_LIMIT_BYTES', () => {
  it('streams, and its 401 comes as LiveChat sent it with Retry-After: 0; the next try works', async () => {
    const { app, browser } = await startSignedIn();
    app.sandbox.faults.expire(alice);
    const body = Buffer.alloc(3 * 1_048_576, 'z');
    const send = () => browser.fetch(path, { method: 'POST', body });

    const first = await send();
    const second = await send();

    expect([first.status, first.headers['retry-after']]).toEqual([401, '0']);
    expect(first.json()).toEqual({ error: { type: 'authentication', message: 'Authentication error' } });
    expect([second.status, second.json().bodySha256]).toEqual([200, sha256(body)]);
    expect(refreshes(app)).toBe(1);
  });

  it('is told the same one byte over the limit, and when it came in chunks', async () => {
    const { app, browser } = await startSignedIn({ REPLAY_LIMIT_BYTES: '1000' });
    for (const body of [Buffer.alloc(1001), chunks(Buffer.alloc(600), Buffer.alloc(600))]) {
      app.sandbox.faults.expire(alice);
      const answer = await browser.fetch(path, { method: 'POST', body });
      expect([answer.status, answer.headers['retry-after']]).toEqual([401, '0']);
    }
    expect(refreshes(app)).toBe(2);
  });

  it('is told so too when the grant turns out to be dead; the next try says it', async () => {
    const { app, browser } = await startSignedIn({ REPLAY_LIMIT_BYTES: '10' });
    app.sandbox.faults.revoke(alice);
    const send = () => browser.fetch(path, { method: 'POST', body: 'x'.repeat(11) });

    const [first, second] = [await send(), await send()];

    expect([first.status, first.headers['retry-after']]).toEqual([401, '0']);
    expect([second.status, second.json().error.data.reason]).toEqual([401, 'reauthorization_required']);
  });
});

describe('BODY_LIMIT_BYTES', () => {
  it.each([
    ['said beforehand', (bytes: number) => Buffer.alloc(bytes)],
    ['found out on the way', (bytes: number) => chunks(Buffer.alloc(600), Buffer.alloc(bytes - 600))],
  ])('lets through what has just that size, and answers 413 to a byte more, %s', async (_how, bodyOf) => {
    for (const REPLAY_LIMIT_BYTES of ['100', '5000']) {
      const { app, browser } = await startSignedIn({ BODY_LIMIT_BYTES: '1000', REPLAY_LIMIT_BYTES });

      const fits = await browser.fetch(path, { method: 'POST', body: bodyOf(1000) });
      const tooLarge = await browser.fetch(path, { method: 'POST', body: bodyOf(1001) });

      expect([fits.status, fits.json().bodyLength]).toEqual([200, 1000]);
      expect([tooLarge.status, tooLarge.json().error.data.reason]).toEqual([413, 'body_too_large']);
      expect(calls(app).filter(({ status }) => status === 200)).toHaveLength(1);
    }
  });
});

describe('what LiveChat means', () => {
  it('is read from error.type: authorization is passed on, whatever its status', async () => {
    const { app, browser } = await startSignedIn();

    const answer = await browser.fetch(erring(401, { type: 'authorization', message: 'No.' }));

    expect([answer.status, answer.json().error.type]).toEqual([401, 'authorization']);
    expect([calls(app).length, refreshes(app)]).toEqual([1, 0]);
  });

  it.each([
    ['authentication under another status', erring(403, { type: 'authentication', message: 'No.' })],
    ['a bare 401', '/livechat/agent/action/_status?code=401&body='],
  ])('renews and replays once for %s, and passes the second answer on', async (_what, url) => {
    const { app, browser } = await startSignedIn();

    const answer = await browser.fetch(url);

    expect([401, 403]).toContain(answer.status);
    expect([calls(app).length, refreshes(app)]).toEqual([2, 1]);
  });

  it('is one replay in all: a token that had ended, then another region', async () => {
    const { app, browser } = await startInWrongRegion();
    app.sandbox.faults.expire(dieter);

    const answer = await browser.fetch(path);

    expect([answer.status, answer.json().error.type]).toEqual([421, 'misdirected_request']);
    expect(calls(app).map(({ status }) => status)).toEqual([401, 421]);
    expect((await browser.fetch(path)).status).toBe(200);
  });

  it('is one replay in all: a lost connection, then a token that had ended, which is renewed for the next try', async () => {
    const { app, browser } = await startSignedIn();
    app.sandbox.faults.expire(alice);
    app.sandbox.faults.refuse({ on: 'api', times: 1 });
    const read = () => browser.fetch('/livechat/agent/action/list_chats', { method: 'POST', body: '{}' });

    const [first, second] = [await read(), await read()];

    expect([first.status, first.headers['retry-after'], second.status]).toEqual([401, '0', 200]);
    expect(refreshes(app)).toBe(1);
  });

  it('is no region that could be anything else', async () => {
    const { app, browser } = await startSignedIn();
    const data = { region: 'fra.evil.example/' };

    const answer = await browser.fetch(erring(421, { type: 'misdirected_request', message: 'Go.', data }));

    expect([answer.status, answer.json().error.data]).toEqual([421, data]);
    expect(calls(app)).toHaveLength(1);
  });

  it('is another region, which is asked once and remembered over a restart', async () => {
    const { app, browser } = await startInWrongRegion();
    expect((await browser.fetch(path)).status).toBe(200);
    await app.close();
    await startApp({ after: app });

    expect((await browser.fetch(path)).status).toBe(200);
    expect(calls(app).map(({ headers }) => headers['x-region'])).toEqual(['dal', 'fra', 'fra']);
  });

  it('is 503 with Retry-After when the renewal it asks for is not possible now', async () => {
    const { app, browser } = await startSignedIn();
    app.sandbox.faults.expire(alice);
    app.sandbox.faults.refuse({ on: 'token' });

    const answer = await browser.fetch(path);

    expect([answer.status, answer.json().error.data.reason]).toEqual([503, 'renewal_unavailable']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('the headers of LiveChat’s answer', () => {
  const asked = (...lines: string[]) =>
    `${path}?${lines.map((line) => `header=${encodeURIComponent(line)}`).join('&')}`;

  it('lose what would act on our origin or on this connection', async () => {
    const { browser } = await startSignedIn();

    const { headers, status } = await browser.fetch(
      asked(
        'Set-Cookie:livechat_session=theirs',
        'Set-Cookie:other=1',
        'Clear-Site-Data:"cookies"',
        'Strict-Transport-Security:max-age=1',
        'Alt-Svc:h3=":443"',
        'Access-Control-Allow-Origin:*',
        'Access-Control-Anything:1',
        'Proxy-Authenticate:Basic',
        'X-Hop:1',
        'Connection:X-Hop',
      ),
    );

    expect(status).toBe(200);
    for (const name of Object.keys(headers))
      expect(name).not.toMatch(/^(set-cookie|clear-site|strict-t|alt-svc|access-control|proxy-|x-hop)/);
  });

  it('keep the rest: lifecycle, limits, debugging, validators', async () => {
    const { browser } = await startSignedIn();
    const kept = {
      legacy: '2026-09-01',
      deprecation: '2026-12-01',
      'retry-after': '7',
      'x-debug-id': 'd-1',
      etag: 'W/"1"',
      'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
      'cache-control': 'max-age=60',
      'x-anything': 'else',
    };

    const answer = await browser.fetch(asked(...Object.entries(kept).map((pair) => pair.join(':'))));

    expect(answer.headers).toMatchObject(kept);
  });

  it('come with statuses and redirects as LiveChat sent them, and none is followed', async () => {
    const { app, browser } = await startSignedIn();

    const moved = await browser.fetch('/livechat/agent/action/_redirect?code=307&to=http://127.0.0.1:9/x');
    const unchanged = await browser.fetch('/livechat/agent/action/_status?code=304&body=', {
      headers: { 'if-none-match': 'W/"1"' },
    });

    expect([moved.status, moved.headers.location]).toEqual([307, 'http://127.0.0.1:9/x']);
    expect(unchanged.status).toBe(304);
    expect(calls(app).at(-1)?.headers['if-none-match']).toBe('W/"1"');
    expect(calls(app)).toHaveLength(2);
  });
});

describe('a caller that leaves while its token is renewed', () => {
  it('does not end the renewal: the next caller has the new token', async () => {
    const { app, browser } = await startSignedIn();
    app.sandbox.faults.expire(alice);
    const held = app.sandbox.faults.hold({ on: 'token' });
    const leaving = new AbortController();
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const gone = fetch(app.url + path, { signal: leaving.signal, headers: { cookie } }).catch(() => 'gone');
    await app.sandbox.requests.waitFor(({ grantType }) => grantType === 'refresh_token');

    leaving.abort();
    expect(await gone).toBe('gone');
    held.release();
    await app.logLines.next('tokens.renewed');

    expect((await browser.fetch(path)).status).toBe(200);
    expect(refreshes(app)).toBe(1);
  });
});
