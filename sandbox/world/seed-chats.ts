import { createHash } from 'node:crypto';

import { apiDate, type Chat, type ChatEvent, type ChatThread, type ChatUser } from './chat.js';
import type { OrganizationData, Seat } from './organization-data.js';
import { CONVERSATIONS, CUSTOMERS, TAGS } from './seed-names.js';

const HOUR_MS = 3_600_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** An id in LiveChat's manner that is the same at every start. */
export function seededId(...parts: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(parts.join('/')).digest();
  return Array.from(digest.subarray(0, 10), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** A UUID that is the same at every start. */
function seededUuid(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(parts.join('/')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

interface Plan {
  readonly organizationId: string;
  readonly number: number;
  readonly startedAt: number;
  readonly isActive: boolean;
  readonly seat: Seat;
  readonly customer: ChatUser;
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError('There is nothing to pick from.');
  return item;
}

function customerOf(organizationId: string, index: number): ChatUser {
  const name = pick(CUSTOMERS, index);
  return {
    id: seededUuid(organizationId, 'customer', index % CUSTOMERS.length),
    type: 'customer',
    name,
    email: `customer${index % CUSTOMERS.length}@example.com`,
    present: true,
    created_at: '2026-01-05T08:30:00.000000Z',
    session_fields: [],
    statistics: { chats_count: 3, threads_count: 4, visits_count: 9, page_views_count: 31 },
  };
}

export function agentUser({ agent }: Seat): ChatUser {
  return {
    id: agent.email,
    type: 'agent',
    name: agent.name,
    email: agent.email,
    present: true,
    visibility: 'all',
  };
}

function eventsOf(plan: Plan, threadId: string, startedAt: number): ChatEvent[] {
  return pick(CONVERSATIONS, plan.number).map((text, index) => ({
    id: `${threadId}_${index + 1}`,
    type: 'message',
    text,
    created_at: apiDate(startedAt + index * 45_000),
    author_id: index % 2 === 0 ? plan.customer.id : plan.seat.agent.email,
    visibility: 'all',
  }));
}

function threadOf(plan: Plan, index: number, startedAt: number, active: boolean): ChatThread {
  const id = seededId(plan.organizationId, 'thread', plan.number, index);
  const score = plan.number % 5 === 0 ? 0 : 1;
  return {
    id,
    active,
    created_at: apiDate(startedAt),
    user_ids: [plan.customer.id, plan.seat.agent.email],
    events: eventsOf(plan, id, startedAt),
    tags: plan.number % 2 === 0 ? [pick(TAGS, plan.number / 2)] : [],
    properties: plan.number % 3 === 0 && !active ? { rating: { score } } : {},
    access: { group_ids: [pick(plan.seat.groupIds, 0)] },
  };
}

function chatOf(plan: Plan): Chat {
  const earlier = plan.number % 4 === 0 ? [threadOf(plan, 0, plan.startedAt - 12 * HOUR_MS, false)] : [];
  return {
    id: seededId(plan.organizationId, 'chat', plan.number),
    users: [plan.customer, agentUser(plan.seat)],
    threads: [...earlier, threadOf(plan, 1, plan.startedAt, plan.isActive)],
    properties: { routing: { continuous: false } },
    access: { group_ids: [pick(plan.seat.groupIds, 0)] },
    is_followed: false,
  };
}

/** Fills an organization with `count` chats, the last of them a few minutes old; every sixth is still going on. */
export function seedChats(data: OrganizationData, count: number, now: number): void {
  const seats = [...data.seats.values()];
  const organizationId = data.organization.id;
  for (let number = 0; number < count; number += 1) {
    const customer = customerOf(organizationId, number);
    data.customers.set(customer.id, customer);
    const startedAt = now - (count - number) * 5 * HOUR_MS + 4.9 * HOUR_MS;
    const seat = pick(seats, number);
    const chat = chatOf({ organizationId, number, startedAt, isActive: number % 6 === 5, seat, customer });
    data.chats.set(chat.id, chat);
  }
}
