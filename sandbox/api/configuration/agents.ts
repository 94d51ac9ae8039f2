import type { Seat } from '../../world/organization-data.js';
import { type ApiActions, type ApiCall, emit } from '../api-call.js';
import { ApiError } from '../api-error.js';

const READ = ['agents--all:ro', 'agents--my:ro'];
const WRITE = ['agents--all:rw'];

function described({ agent, groupIds, isSuspended, status }: Seat): Record<string, unknown> {
  return {
    id: agent.email,
    account_id: agent.accountId,
    name: agent.name,
    role: agent.role,
    job_title: 'Support agent',
    groups: groupIds.map((id) => ({ id, priority: 'normal' })),
    max_chats_count: 6,
    awaiting_approval: false,
    suspended: isSuspended,
    login_status: status,
  };
}

function seatNamed(call: ApiCall): Seat {
  const seat = call.data.seats.get(call.input.text('id'));
  if (seat === undefined) throw new ApiError('not_found');
  return seat;
}

function listAgents({ data, input }: ApiCall): unknown {
  const groupIds = input.inside('filters').integers('group_ids');
  return [...data.seats.values()]
    .filter((seat) => groupIds === undefined || seat.groupIds.some((id) => groupIds.includes(id)))
    .map(described);
}

function suspend(isSuspended: boolean) {
  return (call: ApiCall): undefined => {
    const seat = seatNamed(call);
    seat.isSuspended = isSuspended;
    emit(call, isSuspended ? 'agent_suspended' : 'agent_unsuspended', { id: seat.agent.email });
  };
}

function deleteAgent(call: ApiCall): undefined {
  const { agent } = seatNamed(call);
  if (agent.role === 'owner') throw new ApiError('authorization');
  call.data.seats.delete(agent.email);
  emit(call, 'agent_deleted', { id: agent.email });
}

/** Agents. A suspended agent's tokens get `authorization`, a deleted one's `authentication`. */
export const agents: ApiActions = {
  list_agents: { scopes: READ, run: listAgents },
  get_agent: { scopes: READ, run: (call) => described(seatNamed(call)) },
  suspend_agent: { scopes: WRITE, run: suspend(true) },
  unsuspend_agent: { scopes: WRITE, run: suspend(false) },
  delete_agent: { scopes: WRITE, run: deleteAgent },
  list_bots: { scopes: ['agents-bot--all:ro', 'agents-bot--my:ro'], run: () => [] },
};
