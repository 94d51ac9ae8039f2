import { type Chat, type ChatThread, lastThreadOf } from '../../world/chat.js';
import type { ApiActions, ApiCall } from '../api-call.js';
import { ApiError } from '../api-error.js';
import { Input } from '../input.js';
import { cutPage, pageOf } from '../paginate.js';
import { matchesArchiveFilters } from './archive-filters.js';
import { chatNamed, READ_CHATS, visibleChats } from './chat-access.js';
import { chatSummary, chatWithThread } from './chat-views.js';

function listChats(call: ApiCall): unknown {
  const page = pageOf(call.input, { action: 'list_chats', defaultLimit: 10, now: call.clock.now() });
  const filters = new Input(page.filters, 'filters.');
  const includesActive = filters.flag('include_active', true);
  const groupIds = filters.integers('group_ids');
  const fitting = visibleChats(call).filter(
    (chat) =>
      (includesActive || lastThreadOf(chat)?.active !== true) &&
      (groupIds === undefined || chat.access.group_ids.some((id) => groupIds.includes(id))),
  );
  const { items, found, links } = cutPage(fitting, page);
  return { chats_summary: items.map(chatSummary), found_chats: found, ...links };
}

function listThreads(call: ApiCall): unknown {
  const chat = chatNamed(call, call.input.text('chat_id'));
  const page = pageOf(call.input, {
    action: `list_threads ${chat.id}`,
    defaultLimit: 3,
    now: call.clock.now(),
  });
  const { items, found, links } = cutPage(chat.threads, page);
  return { threads: items, found_threads: found, ...links };
}

function getChat(call: ApiCall): unknown {
  const chat = chatNamed(call, call.input.text('chat_id'));
  const threadId = call.input.optionalText('thread_id');
  if (threadId === undefined) return chatWithThread(chat, lastThreadOf(chat));
  const thread = chat.threads.find(({ id }) => id === threadId);
  if (thread === undefined) throw new ApiError('not_found');
  return chatWithThread(chat, thread);
}

function listArchives(call: ApiCall): unknown {
  const page = pageOf(call.input, { action: 'list_archives', defaultLimit: 10, now: call.clock.now() });
  const filters = new Input(page.filters, 'filters.');
  const archived = visibleChats(call)
    .flatMap((chat): [Chat, ChatThread][] => chat.threads.map((thread) => [chat, thread]))
    .filter(([chat, thread]) => !thread.active && matchesArchiveFilters(chat, thread, filters))
    .sort(([, one], [, other]) => (one.created_at < other.created_at ? -1 : 1));
  const { items, found, links } = cutPage(archived, page);
  return { chats: items.map(([chat, thread]) => chatWithThread(chat, thread)), found_chats: found, ...links };
}

/** Reading chats. */
export const readChats: ApiActions = {
  list_chats: { scopes: READ_CHATS, run: listChats },
  list_threads: { scopes: READ_CHATS, run: listThreads },
  get_chat: { scopes: READ_CHATS, run: getChat },
  list_archives: { scopes: READ_CHATS, run: listArchives },
};
