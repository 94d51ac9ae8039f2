import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../index.js';
import { inSandbox, type Reply, type Visitor } from '../testing/visitor.js';

function withBearer(visitor: Visitor, path: string, token: string, method = 'GET'): Promise<Reply> {
  return visitor.fetch(path, { method, headers: { authorization: `Bearer ${token}` } });
}

describe('GET /v2/info', () => {
  it('tells what is left of a token, and its pair', () =>
    inSandbox(async (visitor) => {
      const { accessToken, refreshToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      visitor.clock.advance(800_000);
      const { status, json } = await withBearer(visitor, '/v2/info', accessToken);
      expect(status).toBe(200);
      expect(json).toMatchObject({
        access_token: accessToken,
        refresh_token: refreshToken,
        account_id: AGENTS.alice.accountId,
        client_id: 'sandbox-client',
        organization_id: ORGANIZATIONS.northwind.id,
        expires_in: 28_000,
      });
    }));

  it('takes the token as ?code= too', () =>
    inSandbox(async (visitor) => {
      const { accessToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      expect((await visitor.fetch(`/v2/info?code=${encodeURIComponent(accessToken)}`)).status).toBe(200);
    }));

  it('answers 422 to a refresh token, an expired one and to none', () =>
    inSandbox(async (visitor) => {
      const { accessToken, refreshToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      visitor.sandbox.faults.expire(AGENTS.alice);
      expect((await withBearer(visitor, '/v2/info', refreshToken)).status).toBe(422);
      expect((await withBearer(visitor, '/v2/info', accessToken)).status).toBe(422);
      expect((await visitor.fetch('/v2/info')).json['invalid_fields']).toEqual({ code: 'is required' });
    }));

  it('answers 401 to a dead token when told to', () =>
    inSandbox(
      async (visitor) => {
        expect((await withBearer(visitor, '/v2/info', 'dal:dead')).status).toBe(401);
      },
      { behavior: { deadTokenInfoStatus: 401 } },
    ));
});

describe('DELETE /v2/token', () => {
  it.each(['accessToken', 'refreshToken'] as const)('revokes the pair by its %s', (which) =>
    inSandbox(async (visitor) => {
      const pair = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      const { status, text } = await withBearer(visitor, '/v2/token', pair[which], 'DELETE');
      expect([status, text]).toEqual([200, '{}']);
      expect(visitor.sandbox.tokens.alive(AGENTS.alice)).toEqual({ access: 0, refresh: 0 });
    }),
  );

  it('leaves the account’s other pairs alone', () =>
    inSandbox(async (visitor) => {
      const pair = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      await withBearer(visitor, '/v2/token', pair.accessToken, 'DELETE');
      expect(visitor.sandbox.tokens.alive(AGENTS.alice)).toEqual({ access: 1, refresh: 1 });
    }));

  it('takes the token as ?code= too', () =>
    inSandbox(async (visitor) => {
      const { refreshToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      expect((await visitor.fetch(`/v2/token?code=${refreshToken}`, { method: 'DELETE' })).status).toBe(200);
    }));

  it('answers 404 to a token that is not alive, without repeating it', () =>
    inSandbox(async (visitor) => {
      const { status, json, text } = await withBearer(visitor, '/v2/token', 'dal:dead', 'DELETE');
      expect([status, json['error'], json['resource_name']]).toEqual([404, 'resource_not_found', 'token']);
      expect(text).not.toContain('dal:dead');
    }));
});

describe('GET /v2/accounts/me', () => {
  it('tells name and address with the scope for it', () =>
    inSandbox(async (visitor) => {
      const { accessToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.dieter });
      const { json } = await withBearer(visitor, '/v2/accounts/me', accessToken);
      expect(json).toMatchObject({ account_id: AGENTS.dieter.accountId, name: 'Dieter Dölling' });
    }));

  it('refuses without that scope in the accounts server’s way', () =>
    inSandbox(async (visitor) => {
      const { accessToken } = visitor.sandbox.tokens.issueFor({
        agent: AGENTS.bob,
        scopes: ['reports_read'],
      });
      const { status, json } = await withBearer(visitor, '/v2/accounts/me', accessToken);
      expect([status, json['error'], json['sub_error']]).toEqual([
        403,
        'access_denied',
        'insufficient_scope',
      ]);
    }));
});
