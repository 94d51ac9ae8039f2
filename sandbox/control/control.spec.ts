import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../index.js';
import { inSandbox, type Reply, type Visitor } from '../testing/visitor.js';

const API = '/_sandbox/api';

function send(visitor: Visitor, method: string, path: string, payload?: unknown): Promise<Reply> {
  return visitor.fetch(API + path, {
    method,
    body: payload === undefined ? undefined : JSON.stringify(payload),
  });
}

function press(visitor: Visitor, action: string, fields: Record<string, string> = {}): Promise<Reply> {
  return visitor.fetch(`/_sandbox/actions/${action}`, { method: 'POST', body: new URLSearchParams(fields) });
}

describe('faults over HTTP', () => {
  it('are caused, listed and cleared', () =>
    inSandbox(async (visitor) => {
      const { json } = await send(visitor, 'POST', '/faults', {
        kind: 'serverError',
        on: 'info',
        times: 3,
        status: 503,
      });
      expect((await visitor.fetch('/v2/info')).status).toBe(503);
      const listed = JSON.parse((await send(visitor, 'GET', '/faults')).text);
      expect(listed).toEqual([
        expect.objectContaining({ id: json['id'], kind: 'serverError', on: ['info'], hits: 1 }),
      ]);
      expect((await send(visitor, 'DELETE', `/faults/${String(json['id'])}`)).status).toBe(204);
      expect((await visitor.fetch('/v2/info')).status).toBe(422);
    }));

  it('are all cleared at once', () =>
    inSandbox(async (visitor) => {
      await send(visitor, 'POST', '/faults', { kind: 'garbage' });
      await send(visitor, 'POST', '/faults', { kind: 'refuse' });
      await send(visitor, 'DELETE', '/faults');
      expect((await visitor.fetch('/v2/info')).status).toBe(422);
    }));

  it('hold and release', () =>
    inSandbox(async (visitor) => {
      const { json } = await send(visitor, 'POST', '/faults', { kind: 'hold', on: ['info'] });
      const call = visitor.fetch('/v2/info');
      await visitor.sandbox.requests.waitFor(({ path }) => path === '/v2/info');
      await send(visitor, 'POST', `/faults/${String(json['id'])}/release`);
      expect((await call).status).toBe(422);
    }));

  it('expire and revoke the tokens of an account', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      await send(visitor, 'POST', '/faults', { kind: 'expire', account: AGENTS.alice.email });
      expect(visitor.sandbox.tokens.alive(AGENTS.alice)).toEqual({ access: 0, refresh: 1 });
      await send(visitor, 'POST', '/faults', { kind: 'revoke', account: AGENTS.alice.accountId });
      expect(visitor.sandbox.tokens.alive(AGENTS.alice)).toEqual({ access: 0, refresh: 0 });
    }));

  it.each([
    [{}, 400],
    [{ kind: 'earthquake' }, 400],
    [{ kind: 'slow', on: 'moon' }, 400],
    [{ kind: 'slow', ms: 'long' }, 400],
    [{ kind: 'slow', account: 'nobody@example.com' }, 404],
  ])('refuse %j with %i and a reason', (payload, status) =>
    inSandbox(async (visitor) => {
      const reply = await send(visitor, 'POST', '/faults', payload);
      expect(reply.status).toBe(status);
      expect(reply.json['error']).toEqual(expect.any(String));
    }),
  );
});

describe('the control API', () => {
  it('shows requests without their secrets', () =>
    inSandbox(async (visitor) => {
      const { accessToken, refreshToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      const code = visitor.code();
      await visitor.exchange(code);
      await visitor.refresh(refreshToken);
      await visitor.fetch(`/v2/info?code=${encodeURIComponent(accessToken)}`);
      await visitor.api('/agent/action/list_chats', accessToken);
      const { text } = await send(visitor, 'GET', '/requests');
      const page = await visitor.fetch('/_sandbox/');
      const hidden = [accessToken, refreshToken, code].flatMap((secret) => [
        secret,
        encodeURIComponent(secret),
      ]);
      for (const secret of hidden) {
        expect(text).not.toContain(secret);
        expect(page.text).not.toContain(secret);
      }
      expect(JSON.parse(text)).toHaveLength(4);
    }));

  it('filters requests by path and grant type', () =>
    inSandbox(async (visitor) => {
      await visitor.fetch('/v2/info');
      await visitor.refresh('unknown');
      const byPath = await send(visitor, 'GET', '/requests?path=/v2/info');
      const byGrant = await send(visitor, 'GET', '/requests?grantType=refresh_token');
      expect(JSON.parse(byPath.text)).toMatchObject([{ path: '/v2/info', status: 422 }]);
      expect(JSON.parse(byGrant.text)).toMatchObject([{ path: '/v2/token', status: 401 }]);
      await send(visitor, 'DELETE', '/requests');
      expect(visitor.sandbox.requests.all).toEqual([]);
    }));

  it('mints tokens that work', () =>
    inSandbox(async (visitor) => {
      const { json } = await send(visitor, 'POST', '/tokens', {
        agent: AGENTS.carla.email,
        organization: ORGANIZATIONS.soehne.id,
      });
      expect((await visitor.api('/agent/action/list_chats', String(json['accessToken']))).status).toBe(200);
      expect(json['accessToken']).toMatch(/^fra:/);
    }));

  it('allows and denies without a browser', () =>
    inSandbox(async (visitor) => {
      const url = visitor.authorizeUrl();
      const allowed = await send(visitor, 'POST', '/authorize', { url, agent: AGENTS.bob.email });
      const denied = await send(visitor, 'POST', '/authorize', { url, deny: true });
      expect(allowed.json['location']).toContain('code=dal%3A');
      expect(denied.json['location']).toContain('access_denied');
    }));

  it('changes the behavior, and back', () =>
    inSandbox(async (visitor) => {
      await send(visitor, 'PATCH', '/behavior', {
        accessTokenLifetimeSeconds: 60,
        narrowScopesTo: ['reports_read'],
      });
      expect(visitor.sandbox.behavior).toMatchObject({
        accessTokenLifetimeSeconds: 60,
        narrowScopesTo: ['reports_read'],
      });
      await send(visitor, 'PATCH', '/behavior', { narrowScopesTo: null });
      expect(visitor.sandbox.behavior.narrowScopesTo).toBeUndefined();
    }));

  it.each([
    { mood: 'bad' },
    { redirectLimit: 9, denial: 'shout' },
    { redirectLimit: 9, supportedVersions: 3.6 },
  ])('changes nothing for %j', (changes) =>
    inSandbox(async (visitor) => {
      expect((await send(visitor, 'PATCH', '/behavior', changes)).status).toBe(400);
      expect(visitor.sandbox.behavior.redirectLimit).toBe(3);
    }),
  );

  it('shows who there is, and starts afresh', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      const state = await send(visitor, 'GET', '/state');
      expect(state.json['agents']).toContainEqual(
        expect.objectContaining({ email: AGENTS.alice.email, alive: { access: 1, refresh: 1 } }),
      );
      expect((await send(visitor, 'POST', '/reset')).status).toBe(204);
      expect(visitor.sandbox.tokens.alive()).toEqual({ access: 0, refresh: 0 });
    }));

  it('lets a drip out', () =>
    inSandbox(async (visitor) => {
      const { accessToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      const reply = visitor.fetch('/v3.6/agent/action/_drip?id=tap', {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      await visitor.sandbox.drips.of('tap').opened;
      await send(visitor, 'POST', '/drips/tap', { chunk: 'drop', end: true });
      expect((await reply).text).toBe('drop');
    }));

  it.each<Record<string, string>>([{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])(
    'refuses %j',
    (headers: Record<string, string>) =>
      inSandbox(async (visitor) => {
        const { status } = await visitor.fetch(`${API}/reset`, {
          method: 'POST',
          headers,
        });
        expect(status).toBe(403);
      }),
  );

  it('says what it does not know', () =>
    inSandbox(async (visitor) => {
      expect((await visitor.fetch('/_sandbox/nowhere')).status).toBe(404);
      expect((await visitor.fetch('/nowhere')).json['error']).toContain('/_sandbox/');
    }));
});

describe('the page', () => {
  it('shows apps, agents, faults and requests', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.tooManyRequests({ times: 2 });
      await visitor.fetch('/v2/info');
      const { text, headers } = await visitor.fetch('/_sandbox/');
      for (const shown of ['sandbox-client', 'Alice Archer', 'Clear tooManyRequests', '/v2/info', '429'])
        expect(text).toContain(shown);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }));

  it('causes and clears faults with its forms', () =>
    inSandbox(async (visitor) => {
      const caused = await press(visitor, 'fault', {
        kind: 'serverError',
        on: '',
        path: '',
        account: '',
        times: '',
        ms: '',
      });
      expect([caused.status, caused.headers.get('location')]).toEqual([303, '/_sandbox/']);
      expect((await visitor.fetch('/v2/info')).status).toBe(500);
      await press(visitor, 'clear-fault', { id: String(visitor.sandbox.faults.active[0]?.id) });
      expect(visitor.sandbox.faults.active).toEqual([]);
    }));

  it('escapes what requests bring along', () =>
    inSandbox(async (visitor) => {
      await visitor.fetch('/v2/info?x=<script>');
      visitor.sandbox.faults.slow({ ms: 1, path: '<script>' });
      expect((await visitor.fetch('/_sandbox/')).text).not.toContain('<script>');
    }));
});
