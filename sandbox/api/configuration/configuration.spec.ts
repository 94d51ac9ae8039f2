import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../../index.js';
import { inSandbox, type Reply, type Visitor } from '../../testing/visitor.js';

function asAlice(visitor: Visitor): (action: string, payload?: unknown) => Promise<Reply> {
  const { accessToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice });
  return (action, payload) => visitor.api(`/configuration/action/${action}`, accessToken, payload);
}

function listed(reply: Reply): Record<string, unknown>[] {
  return JSON.parse(reply.text) as Record<string, unknown>[];
}

describe('configuration', () => {
  it('lists the agents of the organization by address, with their account ids', () =>
    inSandbox(async (visitor) => {
      const agents = listed(await asAlice(visitor)('list_agents'));
      expect(agents.map(({ id }) => id)).toEqual([
        AGENTS.alice.email,
        AGENTS.bob.email,
        AGENTS.carla.email,
        AGENTS.eve.email,
      ]);
      expect(agents[0]).toMatchObject({ account_id: AGENTS.alice.accountId });
    }));

  it('refuses a suspended agent’s token with `authorization`, a deleted one’s with `authentication`', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const bob = visitor.sandbox.tokens.issueFor({ agent: AGENTS.bob }).accessToken;
      const carla = visitor.sandbox.tokens.issueFor({ agent: AGENTS.carla }).accessToken;
      await call('suspend_agent', { id: AGENTS.bob.email });
      await call('delete_agent', { id: AGENTS.carla.email });
      expect((await visitor.api('/agent/action/list_chats', bob)).status).toBe(403);
      expect((await visitor.api('/agent/action/list_chats', carla)).status).toBe(401);
    }));

  it('creates a tag once, lists it, and deletes it', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const tag = { name: 'écoute', group_ids: [0] };
      expect((await call('create_tag', tag)).text).toBe('');
      expect((await call('create_tag', tag)).json['error']).toMatchObject({ type: 'already_exists' });
      expect(listed(await call('list_tags')).map(({ name }) => name)).toContain('écoute');
      expect((await call('delete_tag', { name: 'écoute' })).status).toBe(200);
      expect((await call('delete_tag', { name: 'écoute' })).status).toBe(404);
    }));

  it('creates and deletes groups, but not the general one', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const { json } = await call('create_group', {
        name: 'Night',
        agent_priorities: { [AGENTS.bob.email]: 'first' },
      });
      expect((await call('get_group', { id: json['id'] })).json['name']).toBe('Night');
      expect((await call('delete_group', { id: json['id'] })).status).toBe(200);
      expect((await call('get_group', { id: json['id'] })).json['error']).toMatchObject({
        type: 'group_not_found',
      });
      expect((await call('delete_group', { id: 0 })).status).toBe(400);
    }));
});

describe('registering webhooks', () => {
  const WEBHOOK = {
    action: 'incoming_chat',
    url: 'https://app.example/hook',
    secret_key: 'hush',
    type: 'license',
  };

  it('lists what was registered, without the secret', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const { json } = await call('register_webhook', WEBHOOK);
      const reply = await call('list_webhooks');
      expect(listed(reply)).toMatchObject([{ id: json['id'], action: 'incoming_chat' }]);
      expect(reply.text).not.toContain('hush');
    }));

  it.each([
    { url: 'ftp://app.example' },
    { url: `https://app.example/${'x'.repeat(500)}` },
    { action: 'no_such' },
    { secret_key: undefined },
    { type: undefined },
  ])('refuses %j', (change) =>
    inSandbox(async (visitor) => {
      expect((await asAlice(visitor)('register_webhook', { ...WEBHOOK, ...change })).status).toBe(400);
    }),
  );

  it('takes three webhooks per action', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      for (let count = 0; count < 3; count += 1) await call('register_webhook', WEBHOOK);
      const { json } = await call('register_webhook', WEBHOOK);
      expect(json['error']).toMatchObject({ type: 'limit_reached' });
      expect((await call('register_webhook', { ...WEBHOOK, action: 'incoming_event' })).status).toBe(200);
    }));

  it('refuses to touch another client’s webhooks', () =>
    inSandbox(async (visitor) => {
      const { status } = await asAlice(visitor)('list_webhooks', { owner_client_id: 'another' });
      expect(status).toBe(403);
    }));

  it('unregisters once', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const { json } = await call('register_webhook', WEBHOOK);
      expect((await call('unregister_webhook', { id: json['id'] })).status).toBe(200);
      expect((await call('unregister_webhook', { id: json['id'] })).status).toBe(404);
    }));

  it('switches webhooks on and off for one organization', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const state = async (): Promise<unknown> =>
        (await call('get_license_webhooks_state')).json['license_webhooks_enabled'];
      expect(await state()).toBe(false);
      await call('enable_license_webhooks');
      expect(await state()).toBe(true);
      await call('disable_license_webhooks');
      expect(await state()).toBe(false);
    }));

  it('finds them switched on after a sign-in, which installs the app', () =>
    inSandbox(async (visitor) => {
      await visitor.exchange(visitor.code({ agent: AGENTS.dieter }));
      const { accessToken } = visitor.sandbox.tokens.issueFor({
        agent: AGENTS.dieter,
        organization: ORGANIZATIONS.soehne,
      });
      const { json } = await visitor.api('/configuration/action/get_license_webhooks_state', accessToken);
      expect(json['license_webhooks_enabled']).toBe(true);
    }));
});
