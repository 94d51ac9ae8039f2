import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import type { Answer, Call } from '../../../test/support/http.js';
import { ApiKeys } from '../api-keys/api-keys.js';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';
import { ACCOUNT, issuedTokens, ORGANIZATION, OTHER_ORGANIZATION } from '../testing/fake-tokens.js';
import { CallerUnknown, RoleForbidden } from './caller-refusals.js';
import { Callers } from './callers.js';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

type Headers = NonNullable<Call['headers']>;

/** Asks who is calling, as a program does. */
function ask(auth: AuthApp, headers: Headers): Promise<Answer> {
  return auth.browser().go('/auth/session', { headers: { accept: 'application/json', ...headers } });
}

async function connected() {
  const auth = await startAuthApp();
  const browser = await auth.signIn();
  const cookie = `livechat_session=${browser.cookies.get('livechat_session') ?? ''}`;
  const create = async (wanted: { role?: 'caller' | 'operator'; organizationId?: string } = {}) =>
    `Bearer ${(await auth.app.get(ApiKeys).create({ role: 'caller', ...wanted })).key}`;
  return { auth, browser, cookie, create };
}

const outcome = (answer: Answer): [number, unknown] => [
  answer.status,
  answer.status === 200 ? answer.json().organizationId : answer.json().reason,
];

describe('a caller with a session', () => {
  it('acts for its own account', async () => {
    const { auth, cookie } = await connected();

    const answer = await ask(auth, { cookie });

    expect(answer.json()).toEqual({
      organizationId: ORGANIZATION,
      accountId: ACCOUNT,
      scopes: ['chats--all:ro'],
      grant: { health: 'ok', expiresAt: '2026-01-15T20:00:00.000Z' },
    });
  });

  it('may name its own tenant, and no other', async () => {
    const { auth, cookie } = await connected();

    const answers = [
      await ask(auth, { cookie, 'livechat-organization-id': ORGANIZATION.toUpperCase() }),
      await ask(auth, { cookie, 'livechat-account-id': ACCOUNT }),
      await ask(auth, { cookie, 'livechat-organization-id': OTHER_ORGANIZATION }),
      await ask(auth, { cookie, 'livechat-account-id': UNKNOWN }),
      await ask(auth, { cookie, 'livechat-organization-id': [ORGANIZATION, ORGANIZATION] }),
    ];

    expect(answers.map(outcome)).toEqual([
      [200, ORGANIZATION],
      [200, ORGANIZATION],
      [409, 'tenant_mismatch'],
      [409, 'tenant_mismatch'],
      [409, 'tenant_mismatch'],
    ]);
  });

  it('is nobody with two session cookies that differ', async () => {
    const { auth, cookie } = await connected();

    const planted = await ask(auth, { cookie: `livechat_session=planted; ${cookie}` });
    const twice = await ask(auth, { cookie: `${cookie}; ${cookie}` });

    expect([planted.status, twice.status]).toEqual([401, 200]);
  });

  it('is nobody on https with a cookie that a sibling host could plant', async () => {
    const auth = await startAuthApp({ publicUrl: 'https://app.example' });
    const browser = await auth.signIn();
    const id = browser.cookies.get('__Host-livechat_session') ?? '';

    expect((await ask(auth, { cookie: `livechat_session=${id}` })).status).toBe(401);
    expect((await ask(auth, { cookie: `__Host-livechat_session=${id}` })).status).toBe(200);
  });

  it('asks the tokens room nothing but the generation', async () => {
    const { auth, cookie } = await connected();
    const before = auth.tokens.generationsAsked;
    auth.tokens.grantFor = () => Promise.reject(new Error('asked'));

    expect((await ask(auth, { cookie })).status).toBe(200);
    expect(auth.tokens.generationsAsked).toBe(before + 1);
  });
});

describe('a caller with a key', () => {
  it('names the organization when its key is bound to none', async () => {
    const { auth, create } = await connected();
    const authorization = await create();

    const answers = [
      await ask(auth, { authorization, 'livechat-organization-id': ORGANIZATION }),
      await ask(auth, { authorization }),
      await ask(auth, { authorization, 'livechat-organization-id': '' }),
      await ask(auth, { authorization, 'livechat-account-id': ACCOUNT }),
      await ask(auth, { authorization, 'livechat-organization-id': UNKNOWN }),
      await ask(auth, { authorization, 'livechat-organization-id': "' OR 1=1 --" }),
    ];

    expect(answers.map(outcome)).toEqual([
      [200, ORGANIZATION],
      [400, 'tenant_required'],
      [400, 'tenant_required'],
      [400, 'tenant_required'],
      [401, 'not_signed_in'],
      [401, 'not_signed_in'],
    ]);
  });

  it('needs to name none, and may name no other, when its key is bound', async () => {
    const { auth, create } = await connected();
    const authorization = await create({ organizationId: ORGANIZATION });

    const answers = [
      await ask(auth, { authorization }),
      await ask(auth, { authorization, 'livechat-organization-id': ORGANIZATION }),
      await ask(auth, { authorization, 'livechat-organization-id': OTHER_ORGANIZATION }),
    ];

    expect(answers.map(outcome)).toEqual([
      [200, ORGANIZATION],
      [200, ORGANIZATION],
      [409, 'tenant_mismatch'],
    ]);
  });

  it('acts for its organization when it was bound to it in capitals', async () => {
    const { auth, create } = await connected();
    const authorization = await create({ organizationId: ORGANIZATION.toUpperCase() });

    expect(outcome(await ask(auth, { authorization }))).toEqual([200, ORGANIZATION]);
  });

  it('may ask to act as one account', async () => {
    const { auth, create } = await connected();
    const authorization = await create({ organizationId: ORGANIZATION });

    const own = await ask(auth, { authorization, 'livechat-account-id': ACCOUNT });
    const other = await ask(auth, { authorization, 'livechat-account-id': UNKNOWN });
    const malformed = await ask(auth, { authorization, 'livechat-account-id': 'alice' });

    expect([own.status, other.status, malformed.status]).toEqual([200, 401, 401]);
  });

  it('is told where to sign in when nobody has', async () => {
    const auth = await startAuthApp();
    const { key } = await auth.app.get(ApiKeys).create({ role: 'caller', organizationId: ORGANIZATION });

    const answer = await ask(auth, { authorization: `Bearer ${key}` });

    expect(outcome(answer)).toEqual([401, 'not_signed_in']);
    expect(answer.json().reconnect_url).toMatch(/\/auth\/livechat$/);
  });

  it('may write bearer as it likes', async () => {
    const { auth, create } = await connected();
    const authorization = await create({ organizationId: ORGANIZATION });

    const answer = await ask(auth, { authorization: authorization.replace('Bearer', 'bEARER  ') });

    expect(answer.status).toBe(200);
  });

  it.each([
    ['an empty header', ''],
    ['no token', 'Bearer'],
    ['an empty token', 'Bearer '],
    ['another scheme', 'Basic bGNhYjpsY2Fi'],
    ['no scheme', 'lcab_000000000000_AAAA'],
    ['a malformed key', 'Bearer lcab_x'],
    ['a LiveChat token', 'Bearer dal:abcdef'],
    ['a key nobody made', `Bearer lcab_${'0'.repeat(12)}_${'A'.repeat(43)}`],
    ['two tokens', `Bearer lcab_a, Bearer lcab_b`],
  ])('is nobody with %s, even beside a good session', async (_what, authorization) => {
    const { auth, cookie } = await connected();

    const answer = await ask(auth, { authorization, cookie });

    expect(outcome(answer)).toEqual([401, 'not_signed_in']);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json().reconnect_url).toBe('http://localhost:3000/auth/livechat');
  });

  it('speaks for itself beside a session of another organization', async () => {
    const { auth, cookie, create } = await connected();
    auth.tokens.answer = () => Promise.resolve(issuedTokens({ organizationId: OTHER_ORGANIZATION }));
    await auth.signIn();
    const authorization = await create({ organizationId: OTHER_ORGANIZATION });

    expect(outcome(await ask(auth, { authorization, cookie }))).toEqual([200, OTHER_ORGANIZATION]);
  });

  it('is nobody with two Authorization headers', async () => {
    const { auth, create } = await connected();
    const authorization = await create({ organizationId: ORGANIZATION });
    const { hostname, port } = new URL(auth.url.replace('[::1]', '127.0.0.1'));
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');

    socket.end(
      `GET /auth/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n` +
        `Authorization: ${authorization}\r\nauthorization: Bearer other\r\n\r\n`,
    );

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('is refused when its key is an operator’s', async () => {
    const { auth, create } = await connected();
    const authorization = await create({ role: 'operator' });

    const answer = await ask(auth, { authorization, 'livechat-organization-id': ORGANIZATION });

    expect(outcome(answer)).toEqual([403, 'forbidden_path']);
  });
});

describe('an operator', () => {
  const withHeaders = (headers: Record<string, string>) =>
    ({ method: 'GET', headers, raw: { rawHeaders: [] } }) as unknown as FastifyRequest;

  it('is whoever has an operator key', async () => {
    const auth = await startAuthApp();
    const { key, id } = await auth.app.get(ApiKeys).create({ role: 'operator' });

    const operator = await auth.app
      .get(Callers)
      .requireOperator(withHeaders({ authorization: `Bearer ${key}` }));

    expect(operator).toEqual({ keyId: id });
  });

  it('is nobody with a caller key or a session', async () => {
    const { auth, cookie, create } = await connected();
    const callers = auth.app.get(Callers);

    await expect(callers.requireOperator(withHeaders({ authorization: await create() }))).rejects.toThrow(
      RoleForbidden,
    );
    await expect(callers.requireOperator(withHeaders({ cookie }))).rejects.toThrow(CallerUnknown);
  });
});

describe('nobody', () => {
  it('is told where to sign in', async () => {
    const auth = await startAuthApp();

    const answer = await ask(auth, {});

    expect(outcome(answer)).toEqual([401, 'not_signed_in']);
    expect(answer.json().reconnect_url).toBe('http://localhost:3000/auth/livechat');
  });
});
