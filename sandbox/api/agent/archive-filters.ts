import type { Chat, ChatThread } from '../../world/chat.js';
import type { Input } from '../input.js';

function isWithin(thread: ChatThread, filters: Input): boolean {
  const createdAt = Date.parse(thread.created_at);
  const bound = (name: 'from' | 'to', fallback: number): number => {
    const text = filters.optionalText(name);
    if (text === undefined) return fallback;
    const at = Date.parse(text);
    if (Number.isNaN(at)) throw filters.wrong(name, 'must be a date');
    return at;
  };
  return createdAt >= bound('from', -Infinity) && createdAt <= bound('to', Infinity);
}

function mentions(chat: Chat, thread: ChatThread, query: string): boolean {
  const texts = [
    ...chat.users.map(({ name }) => name),
    ...thread.events.map(({ text }) => (typeof text === 'string' ? text : '')),
  ];
  return texts.some((text) => text.toLowerCase().includes(query.toLowerCase()));
}

/** Whether `list_archives` finds this thread. */
export function matchesArchiveFilters(chat: Chat, thread: ChatThread, filters: Input): boolean {
  const agents = filters.inside('agents').texts('values');
  const tags = filters.inside('tags').texts('values');
  const groupIds = filters.integers('group_ids');
  const threadIds = filters.texts('thread_ids');
  const query = filters.optionalText('query');
  return (
    isWithin(thread, filters) &&
    (agents === undefined || thread.user_ids.some((id) => agents.includes(id))) &&
    (tags === undefined || thread.tags.some((tag) => tags.includes(tag))) &&
    (groupIds === undefined || thread.access.group_ids.some((id) => groupIds.includes(id))) &&
    (threadIds === undefined || threadIds.includes(thread.id)) &&
    (query === undefined || mentions(chat, thread, query))
  );
}
