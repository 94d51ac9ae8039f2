import { apiDate, type Chat, type ChatThread, type ChatUser, lastThreadOf } from '../../world/chat.js';
import { agentUser } from '../../world/seed-chats.js';
import { type ApiActions, type ApiCall, emit } from '../api-call.js';
import { ApiError } from '../api-error.js';
import { chatNamed, WRITE_CHATS } from './chat-access.js';
import { chatWithThread } from './chat-views.js';
import { activeThreadOf, addEvent, freshId, initialEvents } from './events.js';

function customersNamed(call: ApiCall): ChatUser[] {
  const { users } = call.input.inside('chat').fields;
  if (!Array.isArray(users)) return [];
  return users.map((_, index) => {
    const user = call.input.inside('chat').insideList('users', index);
    const customer = call.data.customers.get(user.text('id'));
    if (customer === undefined) throw new ApiError('not_found');
    return customer;
  });
}

function openThread(call: ApiCall, groupIds: number[], userIds: string[]): ChatThread {
  return {
    id: freshId(),
    active: true,
    created_at: apiDate(call.clock.now()),
    user_ids: userIds,
    events: [],
    tags: [],
    properties: {},
    access: { group_ids: groupIds },
  };
}

/** The chat comes to the front of every list, and the apps hear of it. */
function announce(call: ApiCall, chat: Chat, thread: ChatThread): void {
  call.data.chats.delete(chat.id);
  call.data.chats.set(chat.id, chat);
  emit(call, 'incoming_chat', { requester_id: call.seat.agent.email, chat: chatWithThread(chat, thread) });
}

function startChat(call: ApiCall): unknown {
  const users = [...customersNamed(call), agentUser(call.seat)];
  const groupIds = call.input.inside('chat').inside('access').integers('group_ids') ?? [0];
  const events = initialEvents(call.input.inside('chat').inside('thread'));
  const thread = openThread(
    call,
    [...groupIds],
    users.map(({ id }) => id),
  );
  const event_ids = events.map((event) => addEvent(call, thread, event).id);
  const chat: Chat = {
    id: freshId(),
    users,
    threads: [thread],
    properties: {},
    access: { group_ids: [...groupIds] },
    is_followed: true,
  };
  announce(call, chat, thread);
  return { chat_id: chat.id, thread_id: thread.id, event_ids };
}

function resumeChat(call: ApiCall): unknown {
  const chat = chatNamed(call, call.input.inside('chat').text('id'));
  const last = lastThreadOf(chat);
  if (last?.active === true) throw call.input.wrong('chat.id', 'is a chat that is active already');
  const thread = openThread(
    call,
    chat.access.group_ids,
    chat.users.map(({ id }) => id),
  );
  const events = initialEvents(call.input.inside('chat').inside('thread'));
  const event_ids = events.map((event) => addEvent(call, thread, event).id);
  chat.threads.push(thread);
  announce(call, chat, thread);
  return { thread_id: thread.id, event_ids };
}

function deactivateChat(call: ApiCall): undefined {
  const chat = chatNamed(call, call.input.text('id'));
  const thread = activeThreadOf(chat);
  thread.active = false;
  const user_id = call.seat.agent.email;
  emit(call, 'chat_deactivated', { chat_id: chat.id, thread_id: thread.id, user_id });
}

function sendEvent(call: ApiCall): unknown {
  const chat = chatNamed(call, call.input.text('chat_id'));
  const attaches = call.input.flag('attach_to_last_thread', false);
  const thread = attaches ? (lastThreadOf(chat) ?? activeThreadOf(chat)) : activeThreadOf(chat);
  const event = addEvent(call, thread, call.input.inside('event'));
  emit(call, 'incoming_event', { chat_id: chat.id, thread_id: thread.id, event });
  return { event_id: event.id };
}

function follow(isFollowed: boolean) {
  return (call: ApiCall): undefined => {
    chatNamed(call, call.input.text('id')).is_followed = isFollowed;
  };
}

/** Changing chats. */
export const writeChats: ApiActions = {
  start_chat: { scopes: WRITE_CHATS, run: startChat },
  resume_chat: { scopes: WRITE_CHATS, run: resumeChat },
  deactivate_chat: { scopes: WRITE_CHATS, run: deactivateChat },
  send_event: { scopes: WRITE_CHATS, run: sendEvent },
  follow_chat: { scopes: ['chats--all:ro', 'chats--access:ro'], run: follow(true) },
  unfollow_chat: { scopes: [], run: follow(false) },
};
