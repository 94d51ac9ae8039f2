import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS, SANDBOX_CLIENT } from '../index.js';
import { TestClock } from '../testing/test-clock.js';
import { inSandbox } from '../testing/visitor.js';
import { RequestLog } from './request-log.js';

describe('recorded requests', () => {
  it('say who called, when, with what, and what was answered', () =>
    inSandbox(async (visitor) => {
      const { accessToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.dieter });
      await visitor.api('/agent/action/list_chats?x=%20y', accessToken, { limit: 2 });
      expect(visitor.sandbox.requests.last).toMatchObject({
        method: 'POST',
        path: '/v3.6/agent/action/list_chats',
        url: '/v3.6/agent/action/list_chats?x=%20y',
        text: '{"limit":2}',
        status: 200,
        at: visitor.clock.now(),
        account: AGENTS.dieter.accountId,
        organizationId: ORGANIZATIONS.soehne.id,
        clientId: SANDBOX_CLIENT.id,
        headers: expect.objectContaining({ authorization: `Bearer ${accessToken}` }),
      });
    }));

  it('know the grant type and the account of a refresh', () =>
    inSandbox(async (visitor) => {
      await visitor.exchange(visitor.code());
      await visitor.refresh(visitor.sandbox.tokens.issueFor({ agent: AGENTS.bob }).refreshToken);
      const { requests } = visitor.sandbox;
      expect(requests.ofGrant('refresh_token').map(({ account }) => account)).toEqual([AGENTS.bob.accountId]);
      expect(requests.ofGrant('authorization_code').map(({ account }) => account)).toEqual([
        AGENTS.alice.accountId,
      ]);
    }));

  it('still know the account of an expired token', () =>
    inSandbox(async (visitor) => {
      const { accessToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
      visitor.sandbox.faults.expire(AGENTS.alice);
      await visitor.api('/agent/action/list_chats', accessToken);
      expect(visitor.sandbox.requests.last).toMatchObject({ status: 401, account: AGENTS.alice.accountId });
    }));

  it('are found by the beginning of their path, and forgotten on request', () =>
    inSandbox(async (visitor) => {
      await visitor.fetch('/v2/info');
      await visitor.fetch('/v3.6/agent/action/list_chats');
      expect(visitor.sandbox.requests.to('/v3.6')).toHaveLength(1);
      visitor.sandbox.requests.clear();
      expect(visitor.sandbox.requests.all).toEqual([]);
    }));

  it('do not include the sandbox’s own pages', () =>
    inSandbox(async (visitor) => {
      await visitor.fetch('/_sandbox/');
      await visitor.fetch('/_sandbox/api/state');
      expect(visitor.sandbox.requests.all).toEqual([]);
    }));

  it('can be waited for, before or after they arrive', () =>
    inSandbox(async (visitor) => {
      const { requests } = visitor.sandbox;
      const awaited = requests.waitFor(({ path }) => path === '/v2/info');
      await visitor.fetch('/ooops');
      await visitor.fetch('/v2/info');
      const first = await awaited;
      expect(first.path).toBe('/v2/info');
      expect(await requests.waitFor(({ path }) => path === '/v2/info')).toBe(first);
    }));

  it('can be waited for by their status', () =>
    inSandbox(async (visitor) => {
      const awaited = visitor.sandbox.requests.waitFor(({ status }) => status === 422);
      await visitor.fetch('/v2/info');
      expect((await awaited).path).toBe('/v2/info');
    }));

  it('say when their caller went away', () =>
    inSandbox(async (visitor) => {
      const hold = visitor.sandbox.faults.hold();
      const leaving = new AbortController();
      const call = visitor.fetch('/v2/info', { signal: leaving.signal }).catch(() => 'left');
      await hold.arrived();
      leaving.abort();
      const gone = await visitor.sandbox.requests.waitFor(({ clientGone }) => clientGone);
      expect([gone.path, await call]).toEqual(['/v2/info', 'left']);
    }));

  it('keep 64 KiB of a body and count the rest', () =>
    inSandbox(async (visitor) => {
      await visitor.fetch('/v2/token', { method: 'POST', body: 'x'.repeat(100_000) });
      expect(visitor.sandbox.requests.last).toMatchObject({ bodyLength: 100_000 });
      expect(visitor.sandbox.requests.last?.body).toHaveLength(65_536);
    }));
});

describe('the request log', () => {
  function record(log: RequestLog, url: string, body = ''): void {
    const request = log.open({ method: 'POST', url, headers: {}, rawHeaders: [] });
    log.keep(request, Buffer.from(body));
    log.record(request);
  }

  it('drops the oldest beyond 5 000 requests', () => {
    const log = new RequestLog(new TestClock());
    for (let number = 0; number < 5_001; number += 1) record(log, `/${number}`);
    expect(log.all).toHaveLength(5_000);
    expect(log.all[0]?.url).toBe('/1');
  });

  it('drops the oldest beyond 32 MiB of bodies', () => {
    const log = new RequestLog(new TestClock());
    const body = 'x'.repeat(65_536);
    for (let number = 0; number < 513; number += 1) record(log, `/${number}`, body);
    expect(log.all).toHaveLength(512);
  });
});
