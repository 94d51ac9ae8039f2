import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../../sandbox/index.js';
import { type RunningApp, startApp } from '../support/start-app.js';
import { SdkProcess } from './lc-sdk/sdk-process.js';
import { terminateTls } from './lc-sdk/tls-terminator.js';

const { alice } = AGENTS;
const organizationId = ORGANIZATIONS.northwind.id;

interface ChatSummary {
  readonly id: string;
  readonly last_thread_summary?: { readonly active: boolean };
}
const isActive = (chat: ChatSummary): boolean => chat.last_thread_summary?.active === true;
const idsOf = (page: { chats_summary: ChatSummary[] }) => page.chats_summary.map(({ id }) => id);

interface Connected {
  readonly app: RunningApp;
  readonly sdk: SdkProcess;
  readonly key: string;
}

/** Alice has signed in; a program has one of our API keys, our host as its API URL, and nothing of LiveChat's. */
async function startConnectedSdk(): Promise<Connected> {
  const app = await startApp();
  // The version that this SDK has built in; LiveChat has deprecated it since.
  app.sandbox.behavior.supportedVersions = ['3.4'];
  await app.signIn(alice.accountId);
  const key = await app.createKey({ organizationId });
  const sdk = await SdkProcess.start(`${await terminateTls(app.url)}/livechat`, key);
  app.sandbox.requests.clear();
  return { app, sdk, key };
}

describe('the official @livechat/lc-sdk-js 4.0.2, unmodified', () => {
  it('lists chats', async () => {
    const { app, sdk } = await startConnectedSdk();

    const { resolved } = await sdk.call('agent', 'listChats', { limit: 2 });

    expect(resolved.chats_summary).toHaveLength(2);
    expect(resolved.found_chats).toBeGreaterThan(2);
    const { last } = app.sandbox.requests;
    expect(last).toMatchObject({ method: 'POST', url: '/v3.4/agent/action/list_chats', text: '{"limit":2}' });
  });

  it('goes on with the page id it was given', async () => {
    const { sdk } = await startConnectedSdk();
    const { resolved: first } = await sdk.call('agent', 'listChats', { limit: 2 });

    const { resolved: second } = await sdk.call('agent', 'listChats', { page_id: first.next_page_id });

    expect(idsOf(second)).toHaveLength(2);
    expect(idsOf(first)).not.toEqual(expect.arrayContaining(idsOf(second)));
  });

  it('is somebody else at LiveChat than here: the token is ours, the user agent is its own', async () => {
    const { app, sdk, key } = await startConnectedSdk();

    await sdk.call('agent', 'listChats');

    const [token] = app.sandbox.tokens.aliveAccessTokens(alice);
    const headers = app.sandbox.requests.last?.headers;
    expect(headers).toMatchObject({
      authorization: `Bearer ${token}`,
      'user-agent': 'JS SDK Application sdk-client-id',
    });
    expect(JSON.stringify(app.sandbox.requests.last?.rawHeaders)).not.toContain(key);
  });

  it('sends an event that is in the chat afterwards', async () => {
    const { sdk } = await startConnectedSdk();
    const { resolved: chats } = await sdk.call('agent', 'listChats');
    const chat = chats.chats_summary.find(isActive);

    const sent = await sdk.call('agent', 'sendEvent', chat.id, {
      type: 'message',
      text: 'Grüße aus dem SDK',
      recipients: 'all',
    });

    const { resolved: found } = await sdk.call('agent', 'getChat', chat.id);
    expect(sent).toEqual({ resolved: { event_id: expect.any(String) } });
    expect(found.thread.events.at(-1)).toMatchObject({
      id: sent.resolved.event_id,
      text: 'Grüße aus dem SDK',
      author_id: alice.email,
    });
  });

  it('calls the Configuration API', async () => {
    const { app, sdk } = await startConnectedSdk();

    const { resolved } = await sdk.call('configuration', 'listAgents', undefined, ['groups']);

    expect(resolved.map(({ id }: { id: string }) => id)).toContain(alice.email);
    expect(app.sandbox.requests.last?.url).toBe('/v3.4/configuration/action/list_agents');
  });

  it('rejects with what LiveChat says is wrong', async () => {
    const { sdk } = await startConnectedSdk();

    const outcome = await sdk.call('agent', 'getChat', 'no-such-chat');

    expect(outcome).toEqual({ rejected: { type: 'not_found', message: 'Not found' } });
  });

  it('does not notice that the token expired between two calls', async () => {
    const { app, sdk } = await startConnectedSdk();
    const before = await sdk.call('agent', 'listChats');
    const [expired] = app.sandbox.tokens.aliveAccessTokens(alice);
    app.sandbox.faults.expire(alice);

    const after = await sdk.call('agent', 'listChats');

    expect(after).toEqual(before);
    const calls = app.sandbox.requests.to('/v3.4/agent/action/list_chats');
    expect(calls.map(({ status }) => status)).toEqual([200, 401, 200]);
    expect(calls[1]?.headers.authorization).toBe(`Bearer ${expired}`);
    expect(calls[2]?.body).toEqual(calls[1]?.body);
    expect(app.sandbox.requests.ofGrant('refresh_token')).toHaveLength(1);
  });

  it('rejects with a type, a message and where to connect again when the grant is dead', async () => {
    const { app, sdk } = await startConnectedSdk();
    app.sandbox.faults.revoke(alice);

    const outcome = await sdk.call('agent', 'listChats');

    expect(outcome).toEqual({
      rejected: {
        type: 'authentication',
        message: expect.stringMatching(/\w/),
        data: expect.objectContaining({
          reason: 'reauthorization_required',
          reconnect_url: `${app.env.PUBLIC_URL}/auth/livechat`,
        }),
      },
    });
    expect(app.sandbox.requests.to('/v3.4/').map(({ status }) => status)).toEqual([401]);
  });

  it('works again, without a restart, when the agent has connected again', async () => {
    const { app, sdk } = await startConnectedSdk();
    app.sandbox.faults.revoke(alice);
    await sdk.call('agent', 'listChats');

    await app.signIn(alice.accountId);

    expect(await sdk.call('agent', 'listChats', { limit: 1 })).toHaveProperty('resolved.found_chats');
  });

  it('rejects with not_signed_in, in LiveChat’s shape, when its key is unknown', async () => {
    const { app } = await startConnectedSdk();
    const stranger = await SdkProcess.start(`${await terminateTls(app.url)}/livechat`, 'lcab_no_such-key');

    const outcome = await stranger.call('agent', 'listChats');

    expect(outcome).toMatchObject({
      rejected: { type: 'authentication', data: { reason: 'not_signed_in' } },
    });
    expect(app.sandbox.requests.to('/v3.4/')).toEqual([]);
  });
});

describe('its RTM client, in a page of ours', () => {
  /** The SDK cannot be told a credential for the handshake: it works where the browser adds the session's cookie. */
  async function startConnectedPage() {
    const app = await startApp();
    app.sandbox.behavior.supportedVersions = ['3.4'];
    const browser = await app.signIn(alice.accountId);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const place = await terminateTls(app.url, { cookie, origin: String(app.env.PUBLIC_URL) });
    return { app, sdk: await SdkProcess.start(`${place}/livechat`, 'not needed') };
  }

  it('logs in with whatever it takes for a token, and calls the API over its connection', async () => {
    const { app, sdk } = await startConnectedPage();

    await sdk.call('rtm', 'connect');
    const { resolved: state } = await sdk.call('rtm', 'login', 'Bearer whatever');
    const { resolved: chats } = await sdk.call('rtm', 'listChats', { limit: 2 });

    expect(state.my_profile.id).toBe(alice.email);
    expect(chats.chats_summary).toHaveLength(2);
    const [token] = app.sandbox.tokens.aliveAccessTokens(alice);
    const login = app.sandbox.requests.all.find(({ text }) => text.includes('"login"'));
    expect(JSON.parse(login?.text ?? '')).toMatchObject({ payload: { token: `Bearer ${token}` } });
  });

  it('rejects with a type, a message and where to connect again when the grant is dead', async () => {
    const { app, sdk } = await startConnectedPage();
    app.sandbox.faults.revoke(alice);
    await sdk.call('rtm', 'connect');

    const outcome = await sdk.call('rtm', 'login', 'Bearer whatever');

    expect(outcome).toMatchObject({
      rejected: { error: { type: 'authentication', data: { reason: 'reauthorization_required' } } },
    });
    expect(app.sandbox.rtm.connections).toBe(1);
  });
});
