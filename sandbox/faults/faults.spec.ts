import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../index.js';
import { inSandbox, type Reply, type Visitor } from '../testing/visitor.js';

const LIST = '/agent/action/list_chats';

function list(visitor: Visitor, agent: { accountId: string } = AGENTS.alice): Promise<Reply> {
  return visitor.api(LIST, visitor.sandbox.tokens.issueFor({ agent }).accessToken);
}

function typeOf({ json }: Reply): unknown {
  return (json['error'] as { type?: unknown }).type;
}

async function refreshed(visitor: Visitor, agent: { accountId: string } = AGENTS.alice): Promise<Reply> {
  return visitor.refresh(visitor.sandbox.tokens.issueFor({ agent }).refreshToken);
}

describe('ending tokens', () => {
  it('lets an account’s access tokens expire; its refresh token works on', () =>
    inSandbox(async (visitor) => {
      const { accessToken, refreshToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      visitor.sandbox.faults.expireAccessToken(AGENTS.alice);
      expect(typeOf(await visitor.api(LIST, accessToken))).toBe('authentication');
      expect((await visitor.refresh(refreshToken)).status).toBe(200);
    }));

  it('expires one token only when one is named', () =>
    inSandbox((visitor) => {
      const first = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      const second = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      visitor.sandbox.faults.expire({ token: first.accessToken });
      expect(visitor.sandbox.tokens.isAlive(first.accessToken)).toBe(false);
      expect(visitor.sandbox.tokens.isAlive(second.accessToken)).toBe(true);
    }));

  it('revokes both tokens of everybody in an organization', () =>
    inSandbox(async (visitor) => {
      const { tokens, faults } = visitor.sandbox;
      const here = tokens.issueFor({ agent: AGENTS.carla, organization: ORGANIZATIONS.northwind });
      const there = tokens.issueFor({ agent: AGENTS.carla, organization: ORGANIZATIONS.soehne });
      faults.revoke({ organization: ORGANIZATIONS.northwind });
      expect((await visitor.refresh(here.refreshToken)).json['error']).toBe('invalid_grant');
      expect((await visitor.refresh(there.refreshToken)).status).toBe(200);
    }));

  it('complains about an agent who does not exist', () =>
    inSandbox((visitor) => {
      expect(() => {
        visitor.sandbox.faults.expire('nobody@example.com');
      }).toThrow('has no agent');
    }));
});

describe('what a fault strikes', () => {
  it('is the next N requests', () =>
    inSandbox(async (visitor) => {
      const fault = visitor.sandbox.faults.serverError({ on: 'api', times: 2 });
      const statuses = [await list(visitor), await list(visitor), await list(visitor)].map(
        ({ status }) => status,
      );
      expect(statuses).toEqual([500, 500, 200]);
      expect(fault.hits).toBe(2);
      expect(visitor.sandbox.faults.active).toEqual([]);
    }));

  it('is every request until it is cleared', () =>
    inSandbox(async (visitor) => {
      const fault = visitor.sandbox.faults.tooManyRequests();
      expect([(await list(visitor)).status, (await list(visitor)).status]).toEqual([429, 429]);
      fault.clear();
      expect((await list(visitor)).status).toBe(200);
    }));

  it('is one account', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.licenseExpired({ account: AGENTS.bob });
      expect(typeOf(await list(visitor, AGENTS.bob))).toBe('license_expired');
      expect((await list(visitor, AGENTS.alice)).status).toBe(200);
    }));

  it('is one account at the token endpoint too', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.invalidGrant({ account: AGENTS.bob.email });
      expect((await refreshed(visitor, AGENTS.bob)).json['error']).toBe('invalid_grant');
      expect((await refreshed(visitor, AGENTS.alice)).status).toBe(200);
    }));

  it('is one part of LiveChat', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.serverError({ on: 'token' });
      expect((await refreshed(visitor)).json['error']).toBe('server_error');
      expect((await list(visitor)).status).toBe(200);
    }));

  it('is one path', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.garbage({ path: '/v3.6/agent/action/get_chat' });
      expect((await list(visitor)).status).toBe(200);
    }));

  it('is one grant type', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.unauthorizedClient({ grantType: 'refresh_token' });
      expect((await visitor.exchange(visitor.code())).status).toBe(200);
      expect((await refreshed(visitor)).json['error']).toBe('unauthorized_client');
    }));

  it('is written on the recorded request', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.garbage();
      await list(visitor);
      expect(visitor.sandbox.requests.last?.faults).toEqual(['garbage']);
    }));
});

describe('what the faults answer', () => {
  it.each([
    ['invalidGrant', 401, 'invalid_grant'],
    ['invalidClient', 401, 'invalid_client'],
    ['unauthorizedClient', 401, 'unauthorized_client'],
    ['missingGrant', 403, 'missing_grant'],
    ['serverError', 500, 'server_error'],
    ['tooManyRequests', 429, 'temporarily_unavailable'],
  ] as const)('%s: %i %s at the token endpoint', (kind, status, error) =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults[kind]();
      const reply = await refreshed(visitor);
      expect([reply.status, reply.json['error']]).toEqual([status, error]);
    }),
  );

  it.each([
    ['serverError', 500, 'internal'],
    ['tooManyRequests', 429, 'too_many_requests'],
    ['unauthorizedForEver', 401, 'authentication'],
    ['licenseExpired', 403, 'license_expired'],
    ['wrongRegion', 421, 'misdirected_request'],
  ] as const)('%s: %i %s at the API', (kind, status, type) =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults[kind]();
      const reply = await list(visitor);
      expect([reply.status, typeOf(reply)]).toEqual([status, type]);
    }),
  );

  it('sends Retry-After when asked to', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.tooManyRequests({ retryAfterSeconds: 7 });
      expect((await list(visitor)).headers.get('retry-after')).toBe('7');
    }));

  it('sends garbage of one’s choice', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.garbage({ status: 502, body: '<h1>Bad gateway</h1>', contentType: 'text/html' });
      const { status, text, headers } = await list(visitor);
      expect([status, text, headers.get('content-type')]).toEqual([502, '<h1>Bad gateway</h1>', 'text/html']);
    }));

  it('misdirects until the region it names is sent', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.wrongRegion({ region: 'fra' });
      const token = visitor.sandbox.tokens.issueFor({ agent: AGENTS.dieter }).accessToken;
      const first = await visitor.api(LIST, token);
      const second = await visitor.fetch(`/v3.6${LIST}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'x-region': 'fra' },
      });
      expect(first.json['error']).toMatchObject({ data: { region: 'fra' } });
      expect(second.status).toBe(200);
    }));

  it('names the other data center when no region is chosen, or no data at all', () =>
    inSandbox(async (visitor) => {
      const fault = visitor.sandbox.faults.wrongRegion();
      expect((await list(visitor)).json['error']).toMatchObject({ data: { region: 'fra' } });
      fault.clear();
      visitor.sandbox.faults.wrongRegion({ withoutData: true });
      expect((await list(visitor)).json['error']).not.toHaveProperty('data');
    }));
});

describe('breaking connections', () => {
  it('refuses before the first byte', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.refuse({ times: 1 });
      await expect(list(visitor)).rejects.toThrow('fetch failed');
      expect(visitor.sandbox.requests.last).toMatchObject({ status: undefined, clientGone: false });
      expect((await list(visitor)).status).toBe(200);
    }));

  it('breaks off in the middle of the body', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.reset({ on: 'token' });
      const response = await fetch(`${visitor.sandbox.url}/v2/token`, { method: 'POST' });
      expect(response.status).toBe(200);
      await expect(response.text()).rejects.toThrow('terminated');
    }));

  it('loses an answer after the work is done', () =>
    inSandbox(async (visitor) => {
      const { refreshToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      visitor.sandbox.faults.refuse({ on: 'token', afterWork: true, times: 1 });
      await expect(visitor.refresh(refreshToken)).rejects.toThrow('fetch failed');
      expect(visitor.sandbox.tokens.alive(AGENTS.alice).access).toBe(2);
    }));

  it('goes offline and comes back at the same URL, with everything it knew', () =>
    inSandbox(async (visitor) => {
      const token = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice }).accessToken;
      await visitor.sandbox.goOffline();
      await expect(visitor.api(LIST, token)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
      await visitor.sandbox.comeBack();
      expect((await visitor.api(LIST, token)).status).toBe(200);
    }));
});

describe('taking time', () => {
  it('holds requests until they are released', () =>
    inSandbox(async (visitor) => {
      const hold = visitor.sandbox.faults.hold({ on: 'api' });
      const replies = Promise.all([list(visitor), list(visitor)]);
      await hold.arrived(2);
      expect(hold.waiting).toBe(2);
      expect(visitor.sandbox.requests.all.map(({ status }) => status)).toEqual([undefined, undefined]);
      hold.release();
      expect((await replies).map(({ status }) => status)).toEqual([200, 200]);
      expect((await list(visitor)).status).toBe(200);
    }));

  it('holds only as many requests as it is told', () =>
    inSandbox(async (visitor) => {
      const hold = visitor.sandbox.faults.hold({ times: 1 });
      const first = list(visitor);
      await hold.arrived();
      expect((await list(visitor)).status).toBe(200);
      hold.release();
      expect((await first).status).toBe(200);
    }));

  it('holds an answer whose work is done', () =>
    inSandbox(async (visitor) => {
      const { refreshToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      const hold = visitor.sandbox.faults.hold({ on: 'token', afterWork: true });
      const reply = visitor.refresh(refreshToken);
      await hold.arrived();
      expect(visitor.sandbox.tokens.alive(AGENTS.alice).access).toBe(2);
      hold.release();
      expect((await reply).status).toBe(200);
    }));

  it('answers late by the clock it was given', () =>
    inSandbox(async (visitor) => {
      visitor.sandbox.faults.slow({ ms: 5_000 });
      const reply = list(visitor);
      await visitor.clock.sleepingFor(5_000);
      visitor.clock.advance(4_999);
      expect(visitor.sandbox.requests.last?.status).toBeUndefined();
      visitor.clock.advance(1);
      expect((await reply).status).toBe(200);
    }));

  it('is late and then fails when both are asked for', () =>
    inSandbox(async (visitor) => {
      const hold = visitor.sandbox.faults.hold();
      visitor.sandbox.faults.serverError();
      const reply = list(visitor);
      await hold.arrived();
      hold.release();
      expect((await reply).status).toBe(500);
    }));

  it('lets held and slow requests go when faults are cleared', () =>
    inSandbox(async (visitor) => {
      const hold = visitor.sandbox.faults.hold({ times: 1 });
      const held = list(visitor);
      await hold.arrived();
      visitor.sandbox.faults.slow({ ms: 60_000 });
      const slow = list(visitor);
      await visitor.clock.sleepingFor(60_000);
      visitor.sandbox.faults.clear();
      expect([(await held).status, (await slow).status]).toEqual([200, 200]);
    }));

  it('closes while requests are held', async () => {
    let held: Promise<unknown> = Promise.resolve();
    await inSandbox(async (visitor) => {
      const hold = visitor.sandbox.faults.hold();
      held = list(visitor).catch((error: unknown) => error);
      await hold.arrived();
    });
    await expect(held).resolves.toBeDefined();
  });
});
