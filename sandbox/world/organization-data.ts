import type { SandboxAgent } from './agents.js';
import type { Chat, ChatUser } from './chat.js';
import type { SandboxOrganization } from './organizations.js';

export type RoutingStatus = 'accepting_chats' | 'not_accepting_chats' | 'offline';

export interface Tag {
  readonly name: string;
  readonly group_ids: readonly number[];
  readonly created_at: string;
  readonly author_id: string;
}

export interface Group {
  readonly id: number;
  readonly name: string;
  readonly language_code: string;
  readonly agent_priorities: Readonly<Record<string, string>>;
}

/** An agent as one organization knows them: the API's id is the e-mail address. */
export interface Seat {
  readonly agent: SandboxAgent;
  readonly groupIds: readonly number[];
  status: RoutingStatus;
  isSuspended: boolean;
}

/** Everything that one organization has. Organizations never see each other's. */
export interface OrganizationData {
  readonly organization: SandboxOrganization;
  readonly seats: Map<string, Seat>;
  readonly groups: Map<number, Group>;
  readonly tags: Map<string, Tag>;
  readonly customers: Map<string, ChatUser>;
  /** Oldest first. */
  readonly chats: Map<string, Chat>;
}
