import { randomInt } from 'node:crypto';

import { apiDate, type Chat, type ChatEvent, type ChatThread, lastThreadOf } from '../../world/chat.js';
import type { ApiCall } from '../api-call.js';
import { ApiError } from '../api-error.js';
import type { Fields, Input } from '../input.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const EVENT_TYPES = [
  'message',
  'system_message',
  'file',
  'rich_message',
  'custom',
  'form',
  'filled_form',
] as const;

/** An id in LiveChat's manner. */
export function freshId(): string {
  return Array.from({ length: 10 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** @throws ApiError `chat_inactive` */
export function activeThreadOf(chat: Chat): ChatThread {
  const thread = lastThreadOf(chat);
  if (thread?.active !== true) throw new ApiError('chat_inactive');
  return thread;
}

function checkedFields(event: Input): Fields {
  const type = event.oneOf('type', EVENT_TYPES);
  if (type === undefined) throw event.wrong('type', 'is required');
  if (type === 'message') event.text('text');
  if (type === 'file') event.text('url');
  return event.fields;
}

/** Adds an event that an app sent to a thread. */
export function addEvent(call: ApiCall, thread: ChatThread, event: Input): ChatEvent {
  const fields = checkedFields(event);
  const added: ChatEvent = {
    ...fields,
    id: `${thread.id}_${thread.events.length + 1}`,
    type: String(fields['type']),
    created_at: apiDate(call.clock.now()),
    author_id: call.seat.agent.email,
    visibility: event.optionalText('visibility') ?? 'all',
  };
  thread.events.push(added);
  return added;
}

/** The events that `start_chat` and `resume_chat` may bring along. */
export function initialEvents(thread: Input): Input[] {
  const { events } = thread.fields;
  if (events === undefined) return [];
  if (!Array.isArray(events)) throw thread.wrong('events', 'must be an array');
  return events.map((_, index) => thread.insideList('events', index));
}
