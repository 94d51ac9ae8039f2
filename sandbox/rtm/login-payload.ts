import { chatSummary } from '../api/agent/chat-views.js';
import type { OrganizationData } from '../world/organization-data.js';

const CHATS = 10;

/** What a login is answered with: the state that the agent's program begins with. */
export function loginPayload({ organization, seats, chats }: OrganizationData, accountId: string): unknown {
  const seat = [...seats.values()].find(({ agent }) => agent.accountId === accountId);
  const newestFirst = [...chats.values()].reverse().slice(0, CHATS);
  return {
    license: { organization_id: organization.id, plan: 'enterprise', in_trial: false },
    my_profile: {
      id: seat?.agent.email,
      type: 'agent',
      name: seat?.agent.name,
      email: seat?.agent.email,
      present: true,
      permission: seat?.agent.role,
      routing_status: seat?.status,
    },
    chats_summary: newestFirst.map(chatSummary),
  };
}
