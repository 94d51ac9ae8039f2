import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../sandbox/index.js';
import { ApiKeys } from '../src/auth/index.js';
import type { ManualClock } from './support/manual-clock.js';
import { metricOf } from './support/metrics.js';
import { openRtm, type RtmPeer } from './support/rtm-peer.js';
import { type RunningApp, startApp } from './support/start-app.js';

const { alice, bob } = AGENTS;
const { northwind } = ORGANIZATIONS;
const HOUR = 3_600_000;
const path = '/livechat/agent/rtm/ws';
const logIn = { request_id: 'in', action: 'login', payload: { token: 'Bearer lcab_theirs_not-a-token' } };

const tokensShown = ({ sandbox }: RunningApp): unknown[] =>
  sandbox.requests.all
    .filter(({ method, text }) => method === 'RTM' && text.includes('"login"'))
    .map(({ text }) => (JSON.parse(text) as { payload: { token: unknown } }).payload.token);

async function ask(peer: RtmPeer, request: object): Promise<Record<string, unknown>> {
  const before = peer.frames.length;
  peer.say(request);
  return peer.heardJson(before + 1);
}

/** Alice has signed in; a page of ours has her cookie. */
async function startWithPage() {
  const app = await startApp();
  const browser = await app.signIn(alice.accountId);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const origin = String(app.env.PUBLIC_URL);
  app.sandbox.requests.clear();
  const open = () => openRtm(app.url + path, { origin, headers: { authorization: undefined, cookie } });
  return { app, browser, open };
}

/** A program has a key for Alice's and Bob's organization. */
async function startWithKey(agents: readonly { accountId: string }[] = [alice]) {
  const app = await startApp();
  for (const { accountId } of agents) await app.signIn(accountId);
  const key = await app.createKey({ organizationId: northwind.id });
  app.sandbox.requests.clear();
  const open = () => openRtm(app.url + path, { headers: { authorization: `Bearer ${key}` } });
  return { app, key, open };
}

describe('RTM through the product', () => {
  it('logs a page’s agent in with the agent’s token, and pushes what happens', async () => {
    const { app, browser, open } = await startWithPage();
    const page = await open();

    const login = await ask(page, logIn);
    const chats = await ask(page, { action: 'list_chats', payload: { limit: 1 } });
    const { chats_summary } = chats.payload as { chats_summary: { id: string }[] };
    await browser.fetch('/livechat/agent/action/send_event', {
      method: 'POST',
      body: JSON.stringify({
        chat_id: chats_summary[0]?.id,
        event: { type: 'message', text: 'Hallo' },
        attach_to_last_thread: true,
      }),
    });

    expect(login).toMatchObject({
      request_id: 'in',
      success: true,
      payload: { my_profile: { id: alice.email } },
    });
    expect(await page.heardJson(3)).toMatchObject({
      type: 'push',
      action: 'incoming_event',
      payload: { chat_id: chats_summary[0]?.id, event: { text: 'Hallo' } },
    });
    const [token] = app.sandbox.tokens.aliveAccessTokens(alice);
    expect(tokensShown(app)).toEqual([`Bearer ${token}`]);
    expect(await metricOf(app, 'rtm_links')).toEqual({ value: 1 });
  });

  it('tells LiveChat which organization calls, and nothing of ours', async () => {
    const { app, key, open } = await startWithKey();

    await ask(await open(), logIn);

    const [handshake] = app.sandbox.requests.all;
    expect(handshake?.url).toBe(`/v3.6/agent/rtm/ws?organization_id=${northwind.id}&region=dal`);
    const seen = app.sandbox.requests.all.map(({ url, rawHeaders, text }) => [url, rawHeaders, text]);
    expect(JSON.stringify(seen)).not.toMatch(new RegExp(`${key}|lcab_|cookie`, 'i'));
    expect(app.logs.join()).not.toContain(app.sandbox.tokens.aliveAccessTokens(alice)[0]);
    expect(app.logs.join()).not.toContain(key);
  });

  it('renews a token that has ended, and the program does not notice', async () => {
    const { app, open } = await startWithKey();
    const program = await open();
    app.sandbox.faults.expire(alice);

    const login = await ask(program, logIn);

    expect(login).toMatchObject({ request_id: 'in', success: true });
    expect(tokensShown(app)).toHaveLength(2);
    expect(new Set(tokensShown(app)).size).toBe(2);
    expect(app.sandbox.requests.ofGrant('refresh_token')).toHaveLength(1);
  });

  it.each([
    ['was revoked', () => Promise.resolve()],
    ['was revoked and has expired', (app: RunningApp<ManualClock>) => app.clock.advance(9 * HOUR)],
  ])('logs in through a colleague when the first grant %s', async (_what, meanwhile) => {
    const { app, open } = await startWithKey([alice, bob]);
    app.sandbox.faults.revoke(alice);
    await meanwhile(app);

    const login = await ask(await open(), logIn);

    expect(login).toMatchObject({ success: true, payload: { my_profile: { id: bob.email } } });
  });

  it('says where to connect again when the agent’s grant is dead, and works after that', async () => {
    const { app, open } = await startWithPage();
    const page = await open();
    app.sandbox.faults.revoke(alice);

    const refused = await ask(page, logIn);

    expect(refused).toMatchObject({
      request_id: 'in',
      action: 'login',
      type: 'response',
      success: false,
      payload: {
        error: {
          type: 'authentication',
          data: {
            reason: 'reauthorization_required',
            reconnect_url: `${app.env.PUBLIC_URL}/auth/livechat`,
          },
        },
      },
    });
    await app.signIn(alice.accountId);
    expect(await ask(page, logIn)).toMatchObject({ success: true });
  });

  it('passes on that the token ran out, and how LiveChat closes; the next connection has a newer one', async () => {
    const { app, open } = await startWithPage();
    const page = await open();
    await ask(page, logIn);
    app.sandbox.faults.expire(alice);

    expect(await page.heardJson(2)).toMatchObject({
      action: 'agent_disconnected',
      payload: { reason: 'access_token_expired' },
    });
    expect(await page.ended()).toMatchObject({ code: 1000 });
    expect(await ask(await open(), logIn)).toMatchObject({ success: true });
  });

  it('gives a session that lasts a newer token', async () => {
    const { app, open } = await startWithPage();
    const page = await open();
    await ask(page, logIn);
    await app.clock.advance(7.95 * HOUR);
    await ask(page, { action: 'update_session' }); // the old one, and with it the renewal ahead of its end
    await app.logLines.next('tokens.renewed');

    const updated = await ask(page, { action: 'update_session', payload: { token: 'Bearer whatever' } });
    await app.clock.advance(HOUR);

    expect(updated).toMatchObject({ success: true });
    expect(await ask(page, { action: 'list_chats' })).toMatchObject({ success: true });
  });
});

describe('a link whose caller may not have it any more', () => {
  it.each([
    ['signs out', '/auth/session', [1008]],
    ['disconnects', '/auth/livechat', [1000, 1008]], // LiveChat may be first to end it, for its token is revoked
  ])('ends within two seconds when its browser %s', async (_what, route, codes) => {
    const { app, browser, open } = await startWithPage();
    const page = await open();
    await ask(page, logIn);
    await app.clock.advance(3_000);
    expect(page.ending).toBeUndefined();

    await browser.fetch(route, { method: 'DELETE' });

    await app.clock.advance(1_000);
    expect(codes).toContain((await page.ended())?.code);
    await app.logLines.next('rtm.closed');
    expect(app.sandbox.rtm.connections).toBe(0);
  });

  it('ends within two seconds when its key is revoked', async () => {
    const { app, open } = await startWithKey();
    const program = await open();
    const [listed] = await app.app.get(ApiKeys).list();

    await app.app.get(ApiKeys).revoke(listed?.id ?? '');

    await app.clock.advance(1_000);
    expect(await program.ended()).toMatchObject({ code: 1008 });
  });

  it('ends when the grant it logged in with is gone, though the key has another one', async () => {
    const { app, open } = await startWithKey([alice]);
    const program = await open();
    await ask(program, logIn);
    await app.signIn(bob.accountId);
    const ofAlice = await app.signIn(alice.accountId);
    await app.clock.advance(2_000);

    await ofAlice.fetch('/auth/livechat', { method: 'DELETE' });

    await app.clock.advance(1_000);
    await program.ended();
  });

  it('does not keep a server that stops', async () => {
    const { app, open } = await startWithPage();
    const page = await open();
    await ask(page, logIn);

    await app.close();

    expect(await page.ended()).toMatchObject({ code: 1001 });
  });
});
