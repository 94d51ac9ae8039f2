import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS, SANDBOX_CLIENT, SANDBOX_PUBLIC_CLIENT } from '../index.js';
import { CALLBACK, CLIENT_SECRET, inSandbox, type Reply, type Visitor } from '../testing/visitor.js';

const VERIFIER = 'a-verifier-that-is-long-enough-to-be-taken-1234';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const PUBLIC = { client_id: SANDBOX_PUBLIC_CLIENT.id, client_secret: '' };

function codeWithChallenge(visitor: Visitor, client: string = SANDBOX_CLIENT.id): string {
  return visitor.code(
    { agent: AGENTS.alice },
    { client_id: client, code_challenge: CHALLENGE, code_challenge_method: 'S256' },
  );
}

function errorOf({ status, json }: Reply): [number, unknown] {
  return [status, json['error']];
}

async function publicPair(visitor: Visitor): Promise<Reply> {
  const code = codeWithChallenge(visitor, SANDBOX_PUBLIC_CLIENT.id);
  return visitor.exchange(code, { ...PUBLIC, code_verifier: VERIFIER });
}

describe('exchanging a code', () => {
  it('answers with LiveChat’s fields', () =>
    inSandbox(async (visitor) => {
      const { status, json } = await visitor.exchange(visitor.code({ agent: AGENTS.dieter }));
      expect(status).toBe(200);
      expect(json).toMatchObject({
        access_token: expect.stringMatching(/^fra:/),
        account_id: AGENTS.dieter.accountId,
        expires_in: 28_800,
        organization_id: ORGANIZATIONS.soehne.id,
        refresh_token: expect.not.stringContaining(':'),
        scope: expect.stringContaining('chats--all:rw,customers:rw'),
        token_type: 'Bearer',
      });
    }));

  it('takes JSON', () =>
    inSandbox(async (visitor) => {
      const { status } = await visitor.fetch('/v2/token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          grant_type: 'authorization_code',
          code: visitor.code(),
          client_id: SANDBOX_CLIENT.id,
          client_secret: CLIENT_SECRET,
          redirect_uri: CALLBACK,
        }),
      });
      expect(status).toBe(200);
    }));

  it('takes a code once', () =>
    inSandbox(async (visitor) => {
      const code = visitor.code();
      await visitor.exchange(code);
      expect(errorOf(await visitor.exchange(code))).toEqual([401, 'unauthorized_client']);
    }));

  it('gives one pair to two simultaneous exchanges', () =>
    inSandbox(async (visitor) => {
      const code = visitor.code();
      const replies = await Promise.all([visitor.exchange(code), visitor.exchange(code)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 401]);
    }));

  it('takes a code for two minutes', () =>
    inSandbox(async (visitor) => {
      const code = visitor.code();
      visitor.clock.advance(120_000);
      expect(errorOf(await visitor.exchange(code))).toEqual([401, 'unauthorized_client']);
    }));

  it('refuses a code that is still percent-encoded', () =>
    inSandbox(async (visitor) => {
      const code = visitor.code().replace(':', '%3A');
      expect(errorOf(await visitor.exchange(code))).toEqual([401, 'unauthorized_client']);
    }));

  it('refuses another redirect_uri', () =>
    inSandbox(async (visitor) => {
      const reply = await visitor.exchange(visitor.code(), { redirect_uri: `${CALLBACK}/` });
      expect(errorOf(reply)).toEqual([401, 'invalid_grant']);
    }));

  it('refuses another client', () =>
    inSandbox(async (visitor) => {
      expect(errorOf(await visitor.exchange(visitor.code(), PUBLIC))).toEqual([401, 'invalid_grant']);
    }));

  it('takes the verifier of the challenge', () =>
    inSandbox(async (visitor) => {
      const { status } = await visitor.exchange(codeWithChallenge(visitor), { code_verifier: VERIFIER });
      expect(status).toBe(200);
    }));

  it('takes a plain challenge', () =>
    inSandbox(async (visitor) => {
      const code = visitor.code({ agent: AGENTS.alice }, { code_challenge: VERIFIER });
      expect((await visitor.exchange(code, { code_verifier: VERIFIER })).status).toBe(200);
    }));

  it('refuses another verifier, and the code is gone', () =>
    inSandbox(async (visitor) => {
      const code = codeWithChallenge(visitor);
      const wrong = await visitor.exchange(code, { code_verifier: `${VERIFIER}x` });
      const right = await visitor.exchange(code, { code_verifier: VERIFIER });
      expect(errorOf(wrong)).toEqual([401, 'invalid_grant']);
      expect(errorOf(right)).toEqual([401, 'unauthorized_client']);
    }));

  it('wants the verifier of a confidential client too', () =>
    inSandbox(async (visitor) => {
      const { status, json } = await visitor.exchange(codeWithChallenge(visitor));
      expect(status).toBe(422);
      expect(json['invalid_fields']).toEqual({ code_verifier: 'is required' });
    }));

  it('refuses a wrong secret', () =>
    inSandbox(async (visitor) => {
      const reply = await visitor.exchange(visitor.code(), { client_secret: 'wrong' });
      expect(errorOf(reply)).toEqual([401, 'invalid_client']);
    }));

  it('takes each of several secrets while one is rolled over', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.registerClient({ ...SANDBOX_CLIENT, secrets: ['old', 'new'] });
      const withOld = await visitor.exchange(visitor.code(), { client_secret: 'old' });
      const withNew = await visitor.exchange(visitor.code(), { client_secret: 'new' });
      expect([withOld.status, withNew.status]).toEqual([200, 200]);
    }));
});

describe('a token request that cannot be', () => {
  it.each([
    [{}, 422, 'invalid_request', { grant_type: 'is required' }],
    [{ grant_type: 'refresh_token' }, 422, 'invalid_request', { client_id: 'is required' }],
    [{ grant_type: 'client_credentials' }, 403, 'unsupported_grant_type', undefined],
    [{ grant_type: 'refresh_token', client_id: 'nobody' }, 401, 'unauthorized_client', undefined],
    [
      { grant_type: 'refresh_token', client_id: SANDBOX_CLIENT.id },
      422,
      'invalid_request',
      { client_secret: 'is required' },
    ],
    [
      { grant_type: 'authorization_code', client_id: SANDBOX_PUBLIC_CLIENT.id },
      422,
      'invalid_request',
      { code: 'is required', redirect_uri: 'is required' },
    ],
  ])('%j gets %s %s', (parameters: Record<string, string>, status, error, invalidFields) =>
    inSandbox(async (visitor) => {
      const reply = await visitor.token(parameters);
      expect(reply.status).toBe(status);
      expect(reply.json).toMatchObject({
        error,
        error_description: expect.any(String),
        sub_error: null,
        request_id: expect.any(String),
      });
      expect(reply.json['invalid_fields']).toEqual(invalidFields);
    }),
  );

  it('is told that its JSON is none', () =>
    inSandbox(async (visitor) => {
      const { status, json } = await visitor.fetch('/v2/token', { method: 'POST', body: '{"grant_type":' });
      expect(status).toBe(422);
      expect(json['invalid_fields']).toEqual({ body: 'is not JSON' });
    }));

  it('is told which parameter is duplicated', () =>
    inSandbox(async (visitor) => {
      const { status, json } = await visitor.fetch('/v2/token', { method: 'POST', body: 'code=a&code=b' });
      expect(status).toBe(422);
      expect(json['invalid_fields']).toEqual({ code: 'is duplicated' });
    }));
});

describe('refreshing with a secret', () => {
  it('gives a new access token, the same refresh token, and leaves the old access token alive', () =>
    inSandbox(async (visitor) => {
      const { accessToken, refreshToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      const { json } = await visitor.refresh(refreshToken);
      expect(json['refresh_token']).toBe(refreshToken);
      expect(json['access_token']).not.toBe(accessToken);
      expect(visitor.sandbox.tokens.isAlive(accessToken)).toBe(true);
    }));

  it('refuses an unknown, a revoked and a foreign refresh token, each in its own way', () =>
    inSandbox(async (visitor) => {
      const { tokens, faults } = visitor.sandbox;
      const revoked = tokens.issueFor({ agent: AGENTS.alice });
      const foreign = tokens.issueFor({ client: SANDBOX_PUBLIC_CLIENT, agent: AGENTS.alice });
      faults.revoke({ token: revoked.refreshToken });
      expect(errorOf(await visitor.refresh('unknown'))).toEqual([401, 'unauthorized_client']);
      expect(errorOf(await visitor.refresh(revoked.refreshToken))).toEqual([401, 'invalid_grant']);
      expect(errorOf(await visitor.refresh(foreign.refreshToken))).toEqual([401, 'invalid_client']);
    }));

  it('revokes the oldest of more than 25 access tokens without a word', () =>
    inSandbox(async (visitor) => {
      const first = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      for (let renewals = 0; renewals < 25; renewals += 1) await visitor.refresh(first.refreshToken);
      expect(visitor.sandbox.tokens.alive(AGENTS.alice)).toEqual({ access: 25, refresh: 1 });
      expect(visitor.sandbox.tokens.isAlive(first.accessToken)).toBe(false);
    }));
});

describe('refreshing without a secret', () => {
  it('gives a new refresh token and spends the old one', () =>
    inSandbox(async (visitor) => {
      const first = await publicPair(visitor);
      const second = await visitor.refresh(String(first.json['refresh_token']), PUBLIC);
      expect(second.status).toBe(200);
      expect(second.json['refresh_token']).not.toBe(first.json['refresh_token']);
      expect(visitor.sandbox.tokens.isAlive(String(first.json['refresh_token']))).toBe(false);
    }));

  it('revokes the whole family when a refresh token is used twice', () =>
    inSandbox(async (visitor) => {
      const first = await publicPair(visitor);
      const second = await visitor.refresh(String(first.json['refresh_token']), PUBLIC);
      const again = await visitor.refresh(String(first.json['refresh_token']), PUBLIC);
      expect(errorOf(again)).toEqual([401, 'invalid_grant']);
      expect(visitor.sandbox.tokens.isAlive(String(second.json['access_token']))).toBe(false);
      expect(visitor.sandbox.tokens.isAlive(String(second.json['refresh_token']))).toBe(false);
    }));

  it('leaves the family alone when reuse is not looked for', () =>
    inSandbox(
      async (visitor) => {
        const first = await publicPair(visitor);
        const second = await visitor.refresh(String(first.json['refresh_token']), PUBLIC);
        await visitor.refresh(String(first.json['refresh_token']), PUBLIC);
        expect(visitor.sandbox.tokens.isAlive(String(second.json['refresh_token']))).toBe(true);
      },
      { behavior: { reuseDetection: false } },
    ));
});

describe('token answers on request', () => {
  it('live as long as the behavior says', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.behavior.accessTokenLifetimeSeconds = 60;
      const { json } = await visitor.exchange(visitor.code());
      visitor.clock.advance(60_000);
      expect(json['expires_in']).toBe(60);
      expect(visitor.sandbox.tokens.isAlive(String(json['access_token']))).toBe(false);
    }));

  it('omit refresh_token and expires_in', () =>
    inSandbox(
      async (visitor) => {
        const { json } = await visitor.exchange(visitor.code());
        expect(Object.keys(json)).not.toContain('refresh_token');
        expect(Object.keys(json)).not.toContain('expires_in');
      },
      { behavior: { omitRefreshToken: true, omitExpiresIn: true } },
    ));

  it('grant fewer scopes than were asked for', () =>
    inSandbox(
      async (visitor) => {
        const { json } = await visitor.exchange(visitor.code());
        expect(json['scope']).toBe('reports_read');
      },
      { behavior: { narrowScopesTo: ['reports_read'] } },
    ));
});
