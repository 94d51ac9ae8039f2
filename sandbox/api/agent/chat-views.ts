import { type Chat, type ChatEvent, type ChatThread, lastThreadOf } from '../../world/chat.js';

function lastEventPerType(thread: ChatThread): Record<string, unknown> {
  const last = new Map<string, ChatEvent>(thread.events.map((event) => [event.type, event]));
  const described = [...last].map(([type, event]) => [
    type,
    { thread_id: thread.id, thread_created_at: thread.created_at, event },
  ]);
  return Object.fromEntries(described) as Record<string, unknown>;
}

function common({ id, users, properties, access, is_followed }: Chat) {
  return { id, users, properties, access, is_followed };
}

/** A chat as `list_chats` shows it. */
export function chatSummary(chat: Chat): Record<string, unknown> {
  const thread = lastThreadOf(chat);
  if (thread === undefined) return common(chat);
  const { id, active, created_at, user_ids, properties, tags, access } = thread;
  return {
    ...common(chat),
    last_thread_summary: { id, active, created_at, user_ids, properties, tags, access },
    last_event_per_type: lastEventPerType(thread),
  };
}

/** A chat with one of its threads, as `get_chat`, `list_archives` and the `incoming_chat` webhook show it. */
export function chatWithThread(chat: Chat, thread: ChatThread | undefined): Record<string, unknown> {
  return { ...common(chat), thread };
}
