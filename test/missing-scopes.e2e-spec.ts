import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../sandbox/index.js';
import { type RunningApp, startApp } from './support/start-app.js';
import { signInThroughSandbox } from './support/sign-in.js';

const { alice, bob } = AGENTS;
const { northwind } = ORGANIZATIONS;
const asJson = { 'content-type': 'application/json' };
const post = { method: 'POST', headers: asJson, body: '{}' } as const;
const listChats = '/livechat/agent/action/list_chats';

const calls = (app: RunningApp) => app.sandbox.requests.to('/v3.').map(({ path }) => path);

async function startNarrowed(scopes: readonly string[], env: Record<string, string> = {}) {
  const app = await startApp({ env });
  app.sandbox.behavior.narrowScopesTo = scopes;
  const browser = await app.signIn(alice.accountId, northwind.id);
  app.sandbox.behavior.narrowScopesTo = undefined;
  return { app, browser };
}

describe('a call that its grant’s scopes cannot make', () => {
  it('is refused before LiveChat is asked, until the agent has allowed more', async () => {
    const { app, browser } = await startNarrowed(['customers:rw']);

    const refused = await browser.fetch(listChats, post);
    const { data } = refused.json().error;

    expect([refused.status, refused.json().error.type]).toEqual([403, 'authorization']);
    expect(data).toMatchObject({ reason: 'missing_scope', scope: 'chats--all:ro|chats--access:ro' });
    expect(calls(app)).toEqual([]);

    await signInThroughSandbox(browser, app.sandbox, {
      agent: alice.accountId,
      organization: northwind.id,
      startAt: data.reconnect_url,
    });

    expect((await browser.fetch(listChats, post)).status).toBe(200);
    expect(calls(app)).toEqual(['/v3.6/agent/action/list_chats']);
  });

  it('is refused the same after a restart and after a renewal', async () => {
    const { app, browser } = await startNarrowed(['reports_read']);
    const first = await browser.fetch(listChats, post);
    await app.close();
    await startApp({ after: app });
    const restarted = await browser.fetch(listChats, post);
    app.sandbox.faults.expire(alice);
    const report = await browser.fetch('/livechat/reports/chats/total_chats', post);
    const renewed = await browser.fetch('/livechat/v3.5/agent/action/list_chats', post);

    expect(report.status).toBe(200);
    for (const answer of [first, restarted, renewed])
      expect([answer.status, answer.json().error.data.reason]).toEqual([403, 'missing_scope']);
    expect(new Set(calls(app))).toEqual(new Set(['/v3.6/reports/chats/total_chats']));
  });

  it('does not fall over to a colleague: who calls with a key may name the account that can', async () => {
    const { app } = await startNarrowed(['customers:rw']);
    await app.signIn(bob.accountId, northwind.id);
    const key = await app.createKey({ organizationId: northwind.id });
    const as = (more = {}) => ({ ...post, headers: { ...asJson, authorization: `Bearer ${key}`, ...more } });

    const unnamed = await app.call(listChats, as());
    const named = await app.call(listChats, as({ 'LiveChat-Account-Id': bob.accountId }));

    expect([unnamed.status, unnamed.json().error.data.reason]).toEqual([403, 'missing_scope']);
    expect(named.status).toBe(200);
    expect(calls(app)).toHaveLength(1);
  });
});

describe('ACTION_SCOPES', () => {
  it('leaves an action, or all of them, to LiveChat’s own judgement', async () => {
    for (const ACTION_SCOPES of ['agent/action/list_chats=none', 'none']) {
      const { app, browser } = await startNarrowed(['customers:rw'], { ACTION_SCOPES });

      const answer = await browser.fetch(listChats, post);

      expect([answer.status, answer.json()]).toEqual([
        403,
        { error: { type: 'authorization', message: 'Authorization error' } },
      ]);
      expect(calls(app)).toHaveLength(1);
    }
  });

  it('adds what an action needs', async () => {
    const ACTION_SCOPES = 'agent/action/_echo=webhooks.state:rw|tags--groups:ro';
    const { app, browser } = await startNarrowed(['customers:rw'], { ACTION_SCOPES });

    const answer = await browser.fetch('/livechat/agent/action/_echo', post);

    expect(answer.json().error.data).toMatchObject({ scope: 'webhooks.state:rw|tags--groups:ro' });
    expect(calls(app)).toEqual([]);
  });
});
