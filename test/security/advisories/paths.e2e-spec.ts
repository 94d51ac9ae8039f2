import { describe, expect, it } from '@jest/globals';

import { attackedByAll, statusOf } from './attacked.js';

const list = '/livechat/agent/action/list_chats';

const attacked = attackedByAll();

describe('a target that left the prefix of another proxy', () => {
  it.each([
    [
      'fastify-reply-from CVE-2021-21321: encoded dots and slashes',
      ['/livechat/agent/%2e%2e/%2e%2e/v2/info', '/livechat/..%2fv2/info', '/livechat/%2e%2e%2fv2/info'],
    ],
    [
      'fastify-http-proxy CVE-2021-21322: dots as they are',
      ['/livechat/../v2/info', '/livechat/agent/../../../v2/info', '/livechat/agent/..'],
    ],
    [
      'fastify-reply-from CVE-2025-66415: dots in capital hexadecimal, in the middle',
      ['/livechat/agent/%2E%2E/v2', '/livechat/%2E%2E/agent/action/list_chats', '/livechat/agent/.%2E/x'],
    ],
    [
      'fastify-http-proxy CVE-2026-15631: a dot segment before an upgrade',
      ['/livechat/agent/../../agent/rtm/ws', '/livechat/agent/%2e%2e/internality/ws'],
    ],
    [
      'fastify-http-proxy CVE-2026-16117: the prefix percent-encoded',
      [
        '/%6civechat/agent/action/list_chats',
        '/livecha%74/agent/action/list_chats',
        '/%6C%69%76%65%63%68%61%74/agent/action/list_chats',
        '/livechat%2fagent/action/list_chats',
      ],
    ],
    [
      'fastify-http-proxy CVE-2026-85124: backslash dot segments',
      [
        '/livechat/agent/dir\\..\\..\\internality/secret',
        '/livechat/agent/%5c..%5csecret',
        '/livechat\\..\\v2\\info',
      ],
    ],
    [
      'fastify-http-proxy CVE-2026-120213: an encoded slash, and a delimiter that cuts the suffix off',
      ['/livechat/agent%2faction%2flist_chats%23/x', '/livechat/agent/action%2flist_chats%3fa=b/x'],
    ],
    [
      'Traefik CVE-2026-48020, nginx alias: dots that touch the prefix',
      [
        '/livechat../v2/info',
        '/livechat..;/v2/info',
        '/livechat..%2fv2/info',
        '/livechat.%2e/v2/info',
        '/livechat%2e%2e/v2/info',
      ],
    ],
    [
      'Envoy CVE-2019-9901, Heimdall GHSA-3q34-rx83-r6mq: a family left by dots',
      [
        '/livechat/agent/../partners/x',
        '/livechat/agent/%2e%2e/partners/x',
        '/livechat/agent/%2e%2e%2fpartners/x',
        '/livechat/v3.6/agent/../../v2/info',
      ],
    ],
    [
      'Apache CVE-2011-3368: a target that begins with the authority',
      ['@evil.example/livechat/agent/x', ':@evil.example/livechat/agent/x', '/livechat@evil.example/agent/x'],
    ],
    [
      'undici CVE-2022-35949: a path that is a host',
      [
        '//127.0.0.1:9/livechat/agent/x',
        '/livechat//127.0.0.1:9/x',
        '/livechat/http://127.0.0.1:9/x',
        '/livechat///127.0.0.1:9/x',
      ],
    ],
    [
      'axios CVE-2024-39338, CVE-2025-27152: an absolute URL in place of the path',
      [
        '/livechat/https://evil.example/x',
        '/livechat/https:/evil.example/x',
        '/livechat//evil.example/x',
        '/livechat/\\\\evil.example/x',
        '/livechat/https%3a%2f%2fevil.example/x',
        '/livechat/data:text/plain,x',
      ],
    ],
    [
      'Better Auth CVE-2025-71399: empty segments',
      [
        '//livechat/agent/action/list_chats',
        '/livechat///agent/action/list_chats',
        '/livechat/agent//action/x',
      ],
    ],
  ])('%s: calls nothing', async (_advisory, targets) => {
    for (const target of targets) {
      const said = await attacked.asAlice(`GET ${target} HTTP/1.1`);
      expect([target, [400, 403, 404].includes(statusOf(said))]).toEqual([target, true]);
    }

    expect(attacked.seen).toEqual([]);
  });
});

describe('a spelling that got round the guard of another server', () => {
  it.each([
    [
      'Nest CVE-2025-69211, middie CVE-2026-22031, @fastify/express CVE-2026-22037: letters percent-encoded',
      ['/livech%61t/agent/action/list_chats', '/livechat/%61gent/action/list_chats', '/%6Civechat/agent'],
    ],
    [
      'Nest CVE-2026-2293, middie CVE-2026-2880: what the router may normalize',
      [
        `/${list}`,
        `${list}/`,
        `${list};jsessionid=1`,
        '/livechat;a=b/agent/action/list_chats',
        '/livechat;/agent/action/list_chats',
        '/LIVECHAT/agent/action/list_chats',
      ],
    ],
    [
      'middie CVE-2026-33804, @fastify/express CVE-2026-33808: slashes doubled',
      ['//livechat//agent//action//list_chats', '/livechat//agent/action/list_chats', `//${list}`],
    ],
    [
      'middie CVE-2026-85184, @fastify/express CVE-2026-112362: the absolute form',
      [`http://x${list}`, `HTTP://x${list}`, `http:/${list}`, `http://${list}`, `https://user@x${list}`],
    ],
    [
      'oauth2-proxy CVE-2025-54576: an open path in the query',
      [
        `${list}?/health/live`,
        `${list}?x=/auth/livechat/callback`,
        `${list}#/health/live`,
        `${list}%3f/docs`,
      ],
    ],
  ])('%s: a stranger stays one', async (_advisory, targets) => {
    for (const target of targets) {
      const said = await attacked.asStranger(`GET ${target} HTTP/1.1`);
      expect([target, [400, 401, 404].includes(statusOf(said))]).toEqual([target, true]);
    }

    expect(attacked.seen).toEqual([]);
  });

  it.each(['HEAD', 'head', 'OPTIONS', 'TRACE', 'QUERY', 'PROPFIND', 'GET_', 'UNKNOWN'])(
    'Nest CVE-2026-33011: nor does the method %s',
    async (method) => {
      const said = await attacked.asStranger(`${method} ${list} HTTP/1.1`);

      expect([400, 401, 404]).toContain(statusOf(said));
      expect(attacked.seen).toEqual([]);
    },
  );

  it.each([
    ['oauth2-proxy CVE-2026-40575, CVE-2026-76835', ['X-Forwarded-Uri: /health/live']],
    ['oauth2-proxy CVE-2026-34457: a health check’s name', ['User-Agent: GoogleHC/1.0']],
    [
      'Next.js CVE-2025-29927: a header between the parts of the framework',
      ['X-Middleware-Subrequest: middleware:middleware:middleware:middleware:middleware'],
    ],
    ['Symfony CVE-2018-14773', ['X-Original-URL: /health/live', 'X-Rewrite-URL: /health/live']],
    ['trusted names of a proxy', ['X-Forwarded-User: alice', 'X-Remote-User: alice', 'Remote-User: alice']],
    [
      'an address that is ours',
      ['X-Forwarded-For: 127.0.0.1', 'X-Real-IP: 127.0.0.1', 'Forwarded: for=127.0.0.1'],
    ],
  ])('%s: nor does a header', async (_advisory, headers) => {
    expect(statusOf(await attacked.asStranger(`GET ${list} HTTP/1.1`, headers))).toBe(401);
    expect(attacked.seen).toEqual([]);
  });

  it('Symfony CVE-2018-14773: another path in a header is not called', async () => {
    for (const name of ['X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-Uri', 'X-Forwarded-Prefix']) {
      const said = await attacked.asAlice('GET /health/live HTTP/1.1', [`${name}: ${list}`]);
      expect([name, statusOf(said)]).toEqual([name, 200]);
    }

    expect(attacked.seen).toEqual([]);
  });
});
