import type { Chat, ChatThread } from '../../world/chat.js';
import { type ApiActions, type ApiCall, emit } from '../api-call.js';
import { ApiError } from '../api-error.js';
import { type Input, isFields } from '../input.js';
import { chatNamed, READ_CHATS, WRITE_CHATS } from './chat-access.js';

function threadNamed(chat: Chat, threadId: string): ChatThread {
  const thread = chat.threads.find(({ id }) => id === threadId);
  if (thread === undefined) throw new ApiError('not_found');
  return thread;
}

function tagging(isAdded: boolean) {
  return (call: ApiCall): undefined => {
    const chat = chatNamed(call, call.input.text('chat_id'));
    const thread = threadNamed(chat, call.input.text('thread_id'));
    const tag = call.input.text('tag');
    if (!isAdded && !thread.tags.includes(tag)) throw new ApiError('not_found');
    const others = thread.tags.filter((it) => it !== tag);
    thread.tags = isAdded ? [...others, tag] : others;
    const payload = { chat_id: chat.id, thread_id: thread.id, tag };
    emit(call, isAdded ? 'thread_tagged' : 'thread_untagged', payload);
  };
}

/** Merges properties given as `{ namespace: { name: value } }`. */
function mergeProperties(target: Chat['properties'], properties: Input): void {
  for (const [namespace, values] of Object.entries(properties.fields)) {
    if (!isFields(values)) throw properties.wrong(namespace, 'must be an object');
    target[namespace] = { ...target[namespace], ...values };
  }
}

function updateChatProperties(call: ApiCall): undefined {
  const chat = chatNamed(call, call.input.text('id'));
  const properties = call.input.inside('properties');
  mergeProperties(chat.properties, properties);
  emit(call, 'chat_properties_updated', { chat_id: chat.id, properties: properties.fields });
}

function updateThreadProperties(call: ApiCall): undefined {
  const chat = chatNamed(call, call.input.text('chat_id'));
  const thread = threadNamed(chat, call.input.text('thread_id'));
  const properties = call.input.inside('properties');
  mergeProperties(thread.properties, properties);
  const payload = { chat_id: chat.id, thread_id: thread.id, properties: properties.fields };
  emit(call, 'thread_properties_updated', payload);
}

function markEventsAsSeen(call: ApiCall): undefined {
  const chat = chatNamed(call, call.input.text('chat_id'));
  const seen_up_to = call.input.text('seen_up_to');
  emit(call, 'events_marked_as_seen', { chat_id: chat.id, user_id: call.seat.agent.email, seen_up_to });
}

/** What is written on chats and threads. */
export const chatProperties: ApiActions = {
  tag_thread: { scopes: WRITE_CHATS, run: tagging(true) },
  untag_thread: { scopes: WRITE_CHATS, run: tagging(false) },
  update_chat_properties: { scopes: WRITE_CHATS, run: updateChatProperties },
  update_thread_properties: { scopes: WRITE_CHATS, run: updateThreadProperties },
  mark_events_as_seen: { scopes: READ_CHATS, run: markEventsAsSeen },
};
