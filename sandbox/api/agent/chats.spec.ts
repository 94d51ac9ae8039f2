import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../index.js';
import { inSandbox, type Reply, type Visitor } from '../../testing/visitor.js';

type Caller = (action: string, payload?: unknown) => Promise<Reply>;

function asAlice(visitor: Visitor, scopes?: readonly string[]): Caller {
  const { accessToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice, scopes });
  return (action, payload) => visitor.api(`/agent/action/${action}`, accessToken, payload);
}

function idsOf({ json }: Reply): string[] {
  return (json['chats_summary'] as { id: string }[]).map(({ id }) => id);
}

describe('reading chats', () => {
  it('pages through all chats, newest first, and back again', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const first = await call('list_chats', { limit: 50 });
      const second = await call('list_chats', { page_id: first.json['next_page_id'] });
      const back = await call('list_chats', { page_id: second.json['previous_page_id'] });
      expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(first.json['found_chats']);
      expect(second.json['next_page_id']).toBeUndefined();
      expect(first.json['previous_page_id']).toBeUndefined();
      expect(idsOf(back)).toEqual(idsOf(first));
    }));

  it.each([{ limit: 5 }, { sort_order: 'asc' }, { filters: {} }])('refuses %j beside a page_id', (extra) =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const { json } = await call('list_chats');
      expect((await call('list_chats', { page_id: json['next_page_id'], ...extra })).status).toBe(400);
    }),
  );

  it('refuses a page_id of another method, a broken one, and one older than a month', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const { json } = await call('list_chats');
      expect((await call('list_archives', { page_id: json['next_page_id'] })).status).toBe(400);
      expect((await call('list_chats', { page_id: 'broken' })).status).toBe(400);
      visitor.clock.advance(31 * 86_400_000);
      expect((await asAlice(visitor)('list_chats', { page_id: json['next_page_id'] })).status).toBe(400);
    }));

  it.each([0, 101, 1.5, '10'])('refuses a limit of %p', (limit) =>
    inSandbox(async (visitor) => {
      expect((await asAlice(visitor)('list_chats', { limit })).status).toBe(400);
    }),
  );

  it('shows a chat with its last thread, and its threads', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const [chat_id] = idsOf(await call('list_chats', { sort_order: 'asc', limit: 1 }));
      const chat = await call('get_chat', { chat_id });
      const threads = await call('list_threads', { chat_id });
      expect(chat.json['thread']).toEqual((threads.json['threads'] as unknown[])[0]);
      expect(threads.json['found_threads']).toBe(2);
    }));

  it('finds archived threads by tag, agent and text', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const filters = {
        tags: { values: ['refund'] },
        agents: { values: [AGENTS.alice.email] },
        query: 'FRAME',
      };
      const all = await call('list_archives');
      const some = await call('list_archives', { filters });
      expect(some.json['found_chats']).toBeGreaterThan(0);
      expect(some.json['found_chats']).toBeLessThan(Number(all.json['found_chats']));
    }));

  it('shows only the chats of one’s groups with chats--access', () =>
    inSandbox(async (visitor) => {
      const all = await asAlice(visitor)('list_chats');
      const some = await asAlice(visitor, ['chats--access:ro'])('list_chats');
      expect(some.json['found_chats']).toBeLessThan(Number(all.json['found_chats']));
    }));

  it('answers `missing_access` to a chat of other groups', () =>
    inSandbox(async (visitor) => {
      const mine = idsOf(await asAlice(visitor, ['chats--access:ro'])('list_chats', { limit: 100 }));
      const all = idsOf(await asAlice(visitor)('list_chats', { limit: 100 }));
      const chat_id = all.find((id) => !mine.includes(id));
      const { json } = await asAlice(visitor, ['chats--access:ro'])('get_chat', { chat_id });
      expect(json['error']).toMatchObject({ type: 'missing_access' });
    }));
});

describe('changing chats', () => {
  async function startedChat(call: Caller): Promise<string> {
    const { json } = await call('start_chat', {
      chat: { thread: { events: [{ type: 'message', text: 'Hello' }] } },
    });
    return String(json['chat_id']);
  }

  it('starts a chat that then leads the list', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const started = await call('start_chat', {
        chat: { thread: { events: [{ type: 'message', text: 'Hello' }] } },
      });
      expect(started.json['event_ids']).toHaveLength(1);
      expect(idsOf(await call('list_chats'))[0]).toBe(started.json['chat_id']);
    }));

  it('sends events until the chat is deactivated, and again when it is resumed', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const id = await startedChat(call);
      const send = (): Promise<Reply> =>
        call('send_event', { chat_id: id, event: { type: 'message', text: 'Здравствуйте' } });
      expect((await send()).json['event_id']).toMatch(/_2$/);
      expect((await call('deactivate_chat', { id })).text).toBe('');
      expect((await send()).json['error']).toMatchObject({ type: 'chat_inactive' });
      expect((await call('resume_chat', { chat: { id } })).status).toBe(200);
      expect((await send()).status).toBe(200);
    }));

  it('refuses an event without a type, and a message without text', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const chat_id = await startedChat(call);
      expect((await call('send_event', { chat_id, event: {} })).status).toBe(400);
      expect((await call('send_event', { chat_id, event: { type: 'message' } })).status).toBe(400);
    }));

  it('tags and untags a thread', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const chat_id = await startedChat(call);
      const { json } = await call('get_chat', { chat_id });
      const thread_id = (json['thread'] as { id: string }).id;
      const tagsNow = async (): Promise<unknown> =>
        ((await call('get_chat', { chat_id })).json['thread'] as { tags: string[] }).tags;
      await call('tag_thread', { chat_id, thread_id, tag: 'vip' });
      expect(await tagsNow()).toEqual(['vip']);
      await call('untag_thread', { chat_id, thread_id, tag: 'vip' });
      expect(await tagsNow()).toEqual([]);
    }));

  it('forgets changes at reset', () =>
    inSandbox(async (visitor) => {
      const chat_id = await startedChat(asAlice(visitor));
      visitor.sandbox.reset();
      expect((await asAlice(visitor)('get_chat', { chat_id })).status).toBe(404);
    }));
});

describe('agents and customers', () => {
  it('sets a routing status that the list then shows', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const { status, text } = await call('set_routing_status', { status: 'offline' });
      expect([status, text]).toEqual([200, '']);
      const list = JSON.parse((await call('list_routing_statuses')).text);
      expect(list).toContainEqual({ agent_id: AGENTS.alice.email, status: 'offline' });
    }));

  it('lists only agents who take chats for a transfer', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const [chat_id] = idsOf(await call('list_chats'));
      const { text } = await call('list_agents_for_transfer', { chat_id });
      expect((JSON.parse(text) as { agent_id: string }[]).map(({ agent_id }) => agent_id)).not.toContain(
        AGENTS.eve.email,
      );
    }));

  it('shows the customer of a chat', () =>
    inSandbox(async (visitor) => {
      const call = asAlice(visitor);
      const { json } = await call('list_chats', { limit: 1 });
      const [chat] = json['chats_summary'] as { users: { id: string; name: string }[] }[];
      const { id, name } = chat!.users[0]!;
      expect((await call('get_customer', { id })).json['name']).toBe(name);
    }));
});

describe('uploading', () => {
  function upload(visitor: Visitor, content: Blob, name: string): Promise<Reply> {
    const { accessToken } = visitor.sandbox.tokens.issueFor({ agent: AGENTS.alice, scopes: [] });
    const body = new FormData();
    body.append('file', content, name);
    const headers = { authorization: `Bearer ${accessToken}` };
    return visitor.fetch('/v3.6/agent/action/upload_file', { method: 'POST', headers, body });
  }

  it('answers with a URL', () =>
    inSandbox(async (visitor) => {
      const { status, json } = await upload(visitor, new Blob(['bytes']), 'Grüße.txt');
      expect(status).toBe(200);
      expect(json['url']).toMatch(/^http:.*\/Gr%C3%BC%C3%9Fe\.txt$/);
    }));

  it('takes 10 MiB and refuses one byte more', () =>
    inSandbox(async (visitor) => {
      const limit = 10 * 1024 * 1024;
      expect((await upload(visitor, new Blob([Buffer.alloc(limit)]), 'a.bin')).status).toBe(200);
      const { status, json } = await upload(visitor, new Blob([Buffer.alloc(limit + 1)]), 'a.bin');
      expect(status).toBe(413);
      expect(json['error']).toEqual({ type: 'entity_too_large', message: 'Upload limit exceeded (10MB)' });
    }));

  it('refuses executables, and anything without a file', () =>
    inSandbox(async (visitor) => {
      expect((await upload(visitor, new Blob(['MZ']), 'setup.EXE')).status).toBe(400);
      expect((await asAlice(visitor)('upload_file', {})).status).toBe(400);
    }));
});
