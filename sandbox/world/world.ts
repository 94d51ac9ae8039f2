import type { SandboxClock } from '../clock.js';
import { apiDate } from './chat.js';
import type { Directory } from './directory.js';
import type { Group, OrganizationData, Seat, Tag } from './organization-data.js';
import type { SandboxOrganization } from './organizations.js';
import { seedChats } from './seed-chats.js';
import { TAGS } from './seed-names.js';

const CHATS_PER_ORGANIZATION = 64;
const GROUP_NAMES = ['General', 'Sales', 'Workshop'];

/** What the organizations own. Changes last until `reset()`. */
export class World {
  private data = new Map<string, OrganizationData>();

  constructor(
    private readonly clock: SandboxClock,
    private readonly directory: Directory,
  ) {
    this.reset();
  }

  of(organizationId: string): OrganizationData | undefined {
    return this.data.get(organizationId);
  }

  reset(): void {
    this.data = new Map(this.directory.organizations.map((it) => [it.id, this.seed(it)]));
  }

  private seed(organization: SandboxOrganization): OrganizationData {
    const seats = this.seatsOf(organization);
    const data: OrganizationData = {
      organization,
      seats: new Map(seats.map((seat) => [seat.agent.email, seat])),
      groups: new Map(GROUP_NAMES.map((name, id) => [id, this.groupOf(id, name, seats)])),
      tags: new Map(TAGS.map((name) => [name, this.tagOf(name, seats)])),
      customers: new Map(),
      chats: new Map(),
    };
    seedChats(data, CHATS_PER_ORGANIZATION, this.clock.now());
    return data;
  }

  private seatsOf({ id }: SandboxOrganization): Seat[] {
    const agents = this.directory.agents.filter(({ organizationIds }) => organizationIds.includes(id));
    return agents.map((agent, index) => ({
      agent,
      groupIds: index % 2 === 0 ? [0, 1] : [2, 0],
      status: index === agents.length - 1 ? 'not_accepting_chats' : 'accepting_chats',
      isSuspended: false,
    }));
  }

  private groupOf(id: number, name: string, seats: readonly Seat[]): Group {
    const members = seats.filter(({ groupIds }) => groupIds.includes(id));
    const priorities = members.map(({ agent }) => [agent.email, 'normal'] as const);
    return { id, name, language_code: 'en', agent_priorities: Object.fromEntries(priorities) };
  }

  private tagOf(name: string, seats: readonly Seat[]): Tag {
    const author = seats[0]?.agent.email ?? '';
    return {
      name,
      group_ids: [0],
      created_at: apiDate(this.clock.now() - 90 * 86_400_000),
      author_id: author,
    };
  }
}
