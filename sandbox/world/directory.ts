import { AGENTS, type SandboxAgent } from './agents.js';
import { ORGANIZATIONS, type SandboxOrganization } from './organizations.js';

/** An agent, an account id or an e-mail address. */
export type AccountRef = string | { readonly accountId: string };
/** An organization or its id. */
export type OrganizationRef = string | { readonly id: string };

/** Who exists: looks up people and organizations by whatever a caller has at hand. */
export class Directory {
  readonly agents: readonly SandboxAgent[];
  readonly organizations: readonly SandboxOrganization[];

  constructor(
    more: { agents?: readonly SandboxAgent[]; organizations?: readonly SandboxOrganization[] } = {},
  ) {
    this.agents = [...Object.values(AGENTS), ...(more.agents ?? [])];
    this.organizations = [...Object.values(ORGANIZATIONS), ...(more.organizations ?? [])];
  }

  findAgent(ref: AccountRef): SandboxAgent | undefined {
    const key = typeof ref === 'string' ? ref : ref.accountId;
    return this.agents.find(({ accountId, email }) => accountId === key || email === key);
  }

  findOrganization(ref: OrganizationRef): SandboxOrganization | undefined {
    const key = typeof ref === 'string' ? ref : ref.id;
    return this.organizations.find(({ id }) => id === key);
  }

  /** @throws RangeError when nobody goes by this name, so that a typing error in a test is noticed */
  agentOf(ref: AccountRef): SandboxAgent {
    const agent = this.findAgent(ref);
    if (agent === undefined) throw new RangeError(`The sandbox has no agent ${JSON.stringify(ref)}`);
    return agent;
  }

  /** @throws RangeError when there is no such organization */
  organizationOf(ref: OrganizationRef): SandboxOrganization {
    const organization = this.findOrganization(ref);
    if (organization === undefined)
      throw new RangeError(`The sandbox has no organization ${JSON.stringify(ref)}`);
    return organization;
  }

  accountIdOf(ref: AccountRef): string {
    return this.agentOf(ref).accountId;
  }

  organizationIdOf(ref: OrganizationRef): string {
    return this.organizationOf(ref).id;
  }

  regionOf(organizationId: string): string {
    return this.findOrganization(organizationId)?.region ?? 'dal';
  }
}
