import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../../sandbox/index.js';
import { startApp } from '../../support/start-app.js';
import { attackedByAll, statusOf } from './attacked.js';

const { alice, dieter } = AGENTS;
const [northwind] = alice.organizationIds;
const [soehne] = dieter.organizationIds;
const echo = '/livechat/agent/action/_echo';

const attacked = attackedByAll();

describe('a header that another proxy passed on', () => {
  it('oauth2-proxy CVE-2025-64484: underscores for hyphens reach nobody', async () => {
    const said = await attacked.asAlice(`GET ${echo} HTTP/1.1`, [
      'X_Region: evil',
      'X_Forwarded_For: 10.0.0.1',
      'X_Author_Id: evil',
      'Content_Type: text/evil',
      'Content_Length: 5',
      'Transfer_Encoding: chunked',
      'LiveChat_Organization_Id: evil',
    ]);

    expect(statusOf(said)).toBe(200);
    const names = Object.keys(attacked.requests.last?.headers ?? {});
    expect(names.filter((name) => name.includes('_'))).toEqual([]);
    expect(JSON.stringify(attacked.requests.last?.rawHeaders)).not.toContain('evil');
  });

  it('oauth2-proxy CVE-2025-64484: underscores name no tenant', async () => {
    const key = await attacked.app.createKey();

    const said = await attacked.asStranger(`GET ${echo} HTTP/1.1`, [
      `Authorization: Bearer ${key}`,
      `LiveChat_Organization_Id: ${northwind}`,
    ]);

    expect([statusOf(said), said]).toEqual([400, expect.stringContaining('tenant_required')]);
    expect(attacked.seen).toEqual([]);
  });

  it('httpoxy CVE-2016-5385: Proxy names no proxy', async () => {
    const said = await attacked.asAlice(`GET ${echo} HTTP/1.1`, ['Proxy: http://127.0.0.1:9']);

    expect(statusOf(said)).toBe(200);
    expect(attacked.requests.last?.headers.proxy).toBeUndefined();
  });

  it('axios CVE-2023-45857: a cookie becomes no header', async () => {
    await attacked.asAlice(`GET ${echo} HTTP/1.1`, ['Cookie: XSRF-TOKEN=secret', 'X-XSRF-TOKEN: secret']);

    expect(attacked.seen).toHaveLength(1);
    expect(JSON.stringify(attacked.requests.all)).not.toContain('secret');
  });

  it.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])(
    'method override: %s changes no method',
    async (name) => {
      const said = await attacked.asAlice(`POST ${echo}?_method=DELETE HTTP/1.1`, [
        `${name}: DELETE`,
        'Content-Length: 0',
      ]);

      expect(statusOf(said)).toBe(200);
      expect(attacked.seen).toEqual(['POST /v3.6/agent/action/_echo?_method=DELETE']);
      expect(attacked.requests.last?.headers).not.toHaveProperty(name.toLowerCase());
    },
  );

  it('method override: a page of somebody else makes no unsafe method of a safe one', async () => {
    await attacked.asStranger(`GET ${echo} HTTP/1.1`, [
      attacked.alice,
      'Sec-Fetch-Site: cross-site',
      'X-HTTP-Method-Override: DELETE',
    ]);

    expect(attacked.seen).toEqual(['GET /v3.6/agent/action/_echo']);
  });

  it.each([
    ['encoded', 'application/json%0d%0aX-Author-Id:%20evil'],
    ['in letters whose low byte it is', 'text/\u00c4\u008d\u00c4\u008aX-Author-Id: evil'],
  ])(
    'undici CVE-2022-31150, CVE-2022-35948: a line break in a value stays a value, %s',
    async (_how, value) => {
      const said = await attacked.asAlice(`GET ${echo} HTTP/1.1`, [`Accept: ${value}`]);

      expect(statusOf(said)).toBe(200);
      expect(attacked.requests.last?.headers).toMatchObject({ accept: value });
      expect(attacked.requests.last?.headers['x-author-id']).toBeUndefined();
    },
  );
});

describe('a header that the caller calls hop-by-hop', () => {
  it.each([
    ['Fabio CVE-2025-48865: our credential', 'close, authorization, Authorization'],
    ['Traefik CVE-2024-45410: our region', 'close, X-Region'],
    ['Apache CVE-2022-31813: what says who asks', 'close, cookie, X-Forwarded-For, x-author-id, host'],
  ])('%s is there all the same', async (_advisory, connection) => {
    const said = await attacked.bytes(
      [
        `POST ${echo} HTTP/1.1`,
        'Host: x',
        attacked.alice,
        'Sec-Fetch-Site: same-origin',
        'Content-Length: 3',
        `Connection: ${connection}, content-length, transfer-encoding`,
        '',
        'abc',
      ].join('\r\n'),
    );

    expect(statusOf(said)).toBe(200);
    const seen = attacked.requests.last;
    expect(seen?.headers).toMatchObject({
      authorization: expect.stringMatching(/^Bearer dal:/),
      'x-region': 'dal',
      'content-length': '3',
    });
    expect(seen?.accountId).toBe(alice.accountId);
    expect(seen?.text).toBe('abc');
  });

  it('Traefik CVE-2024-45410: not even the tenant', async () => {
    const key = await attacked.app.createKey({ organizationId: northwind });

    const said = await attacked.bytes(
      [
        `GET ${echo} HTTP/1.1`,
        'Host: x',
        `Authorization: Bearer ${key}`,
        `LiveChat-Organization-Id: ${soehne}`,
        'Connection: close, livechat-organization-id, authorization',
        '',
        '',
      ].join('\r\n'),
    );

    expect([statusOf(said), said]).toEqual([409, expect.stringContaining('tenant_mismatch')]);
    expect(attacked.seen).toEqual([]);
  });
});

describe('a header that is there twice', () => {
  it.each([
    ['one tenant, then another', [northwind, soehne]],
    ['the other way round', [soehne, northwind]],
    ['one tenant twice', [northwind, northwind]],
    ['one tenant, then none', [northwind, '']],
    ['none, then one tenant', ['', northwind]],
    ['two tenants in a line', [`${northwind}, ${soehne}`]],
  ])('LiveChat-Organization-Id: %s names nobody', async (_what, values) => {
    const unbound = await attacked.app.createKey();
    const bound = await attacked.app.createKey({ organizationId: northwind });

    for (const key of [unbound, bound]) {
      const lines = values.map(
        (value, at) => `${at ? 'livechat-organization-ID' : 'LiveChat-Organization-Id'}: ${value}`,
      );
      const said = await attacked.asStranger(`GET ${echo} HTTP/1.1`, [
        `Authorization: Bearer ${key}`,
        ...lines,
      ]);
      expect([400, 401, 409]).toContain(statusOf(said));
    }

    expect(attacked.seen).toEqual([]);
  });

  it.each([
    ['a good key, then a bad one', ['good', 'bad']],
    ['a bad key, then a good one', ['bad', 'good']],
    ['a good key twice', ['good', 'good']],
  ])('Authorization: %s is no key', async (_what, which) => {
    const good = await attacked.app.createKey({ organizationId: northwind });
    const keys: Record<string, string> = { good, bad: `${good.slice(0, -4)}AAAA` };

    const said = await attacked.asStranger(
      `GET ${echo} HTTP/1.1`,
      which.map((name, at) => `${at ? 'AUTHORIZATION' : 'Authorization'}: Bearer ${keys[name]}`),
    );

    expect(statusOf(said)).toBe(401);
    expect(attacked.seen).toEqual([]);
  });
});

describe('a host that the caller makes up', () => {
  it.each([
    ['http-proxy-middleware CVE-2026-55602: one that contains LiveChat’s', ['Host: evilapi.livechatinc.com']],
    ['two of them', ['Host: api.livechatinc.com', 'Host: evil.example']],
    [
      'one for proxies',
      ['Host: x', 'X-Forwarded-Host: evil.example', 'X-Host: evil.example', 'Forwarded: host=evil.example'],
    ],
  ])('%s: LiveChat is called by its own', async (_advisory, hosts) => {
    const said = await attacked.bytes(
      [`GET ${echo} HTTP/1.1`, ...hosts, attacked.alice, 'Connection: close', '', ''].join('\r\n'),
    );

    const { sandbox } = attacked.app;
    if (statusOf(said) === 200) expect(sandbox.requests.last?.headers.host).toBe(new URL(sandbox.url).host);
    else expect([statusOf(said), attacked.seen]).toEqual([400, []]);
    expect(said.replaceAll(/"(rawHeaders|headers)":[^]*/g, '')).not.toContain('evil');
  });

  it('Fastify CVE-2026-3635: nor does it change where a sign-in leads, whichever proxy is trusted', async () => {
    const app = await startApp({ env: { TRUSTED_PROXIES: '10.0.0.1' } });

    const { status, headers } = await app.call('/auth/livechat', {
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });

    expect(status).toBe(302);
    expect(new URL(String(headers.location)).searchParams.get('redirect_uri')).toBe(
      `${app.url}/auth/livechat/callback`,
    );
    expect(JSON.stringify(headers)).not.toContain('evil');
  });

  it('web cache deception: an answer whose path looks like a file is for its caller alone', async () => {
    const said = await attacked.asAlice(`GET ${echo}/style.css HTTP/1.1`);

    expect(said).toMatch(/\r\ncache-control: private\r\n/i);
    expect(attacked.seen).toEqual(['GET /v3.6/agent/action/_echo/style.css']);
  });
});
