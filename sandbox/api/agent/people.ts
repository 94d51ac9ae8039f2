import type { RoutingStatus, Seat } from '../../world/organization-data.js';
import { type ApiActions, type ApiCall, emit } from '../api-call.js';
import { ApiError } from '../api-error.js';
import { lastThreadOf } from '../../world/chat.js';

const STATUSES: readonly RoutingStatus[] = ['accepting_chats', 'not_accepting_chats', 'offline'];

function seatNamed(call: ApiCall, agentId: string): Seat {
  const seat = call.data.seats.get(agentId);
  if (seat === undefined) throw new ApiError('not_found');
  return seat;
}

function setRoutingStatus(call: ApiCall): undefined {
  const status = call.input.oneOf('status', STATUSES);
  if (status === undefined) throw call.input.wrong('status', 'is required');
  const seat = seatNamed(call, call.input.optionalText('agent_id') ?? call.seat.agent.email);
  seat.status = status;
  emit(call, 'routing_status_set', { agent_id: seat.agent.email, status });
}

function listRoutingStatuses(call: ApiCall): unknown {
  const groupIds = call.input.inside('filters').integers('group_ids');
  const seats = [...call.data.seats.values()].filter(
    (seat) => groupIds === undefined || seat.groupIds.some((id) => groupIds.includes(id)),
  );
  return seats.map(({ agent, status }) => ({ agent_id: agent.email, status }));
}

function listAgentsForTransfer(call: ApiCall): unknown {
  const chat = call.data.chats.get(call.input.text('chat_id'));
  if (chat === undefined) throw new ApiError('not_found');
  const active = [...call.data.chats.values()].map(lastThreadOf).filter((thread) => thread?.active === true);
  return [...call.data.seats.values()]
    .filter(({ status }) => status === 'accepting_chats')
    .map(({ agent }) => ({
      agent_id: agent.email,
      total_active_chats: active.filter((thread) => thread?.user_ids.includes(agent.email) === true).length,
    }));
}

function getCustomer(call: ApiCall): unknown {
  const customer = call.data.customers.get(call.input.text('id'));
  if (customer === undefined) throw new ApiError('not_found');
  return customer;
}

function updateCustomer(call: ApiCall): undefined {
  const customer = call.data.customers.get(call.input.text('id'));
  if (customer === undefined) throw new ApiError('not_found');
  const name = call.input.optionalText('name') ?? customer.name;
  const email = call.input.optionalText('email') ?? customer.email;
  call.data.customers.set(customer.id, { ...customer, name, email });
}

/** Agents' availability, and customers. */
export const people: ApiActions = {
  set_routing_status: {
    scopes: ['agents--all:rw', 'agents--my:rw', 'agents-bot--all:rw'],
    run: setRoutingStatus,
  },
  list_routing_statuses: { scopes: ['agents--all:ro', 'agents-bot--all:ro'], run: listRoutingStatuses },
  list_agents_for_transfer: { scopes: [], run: listAgentsForTransfer },
  get_customer: { scopes: ['customers:ro'], run: getCustomer },
  update_customer: { scopes: ['customers:rw'], run: updateCustomer },
};
