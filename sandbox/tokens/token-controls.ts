import type { AccountRef, Directory, OrganizationRef } from '../world/directory.js';
import type { ClientRegistry } from '../world/clients.js';
import type { SandboxTokens } from './token-records.js';
import type { TokenFilter, TokenStore } from './token-store.js';

interface IssueOptions {
  /** A client or its id; the first registered one if left out. */
  readonly client?: string | { readonly id: string };
  readonly agent: AccountRef;
  /** The agent's first organization if left out. */
  readonly organization?: OrganizationRef;
  /** All of the client's scopes if left out. */
  readonly scopes?: readonly string[];
}

interface AliveFilter {
  readonly account?: AccountRef;
  readonly organization?: OrganizationRef;
  readonly clientId?: string;
}

/** Looks at tokens and makes them, without a sign-in. */
export class TokenControls {
  constructor(
    private readonly store: TokenStore,
    private readonly clients: ClientRegistry,
    private readonly directory: Directory,
  ) {}

  /** Mints a pair, as if this agent had just signed in. */
  issueFor({ client, agent, organization, scopes }: IssueOptions): SandboxTokens {
    const clientId = typeof client === 'string' ? client : client?.id;
    const registered = clientId === undefined ? this.clients.all[0] : this.clients.find(clientId);
    if (registered === undefined) throw new RangeError(`The sandbox has no client ${String(clientId)}`);
    const { accountId, organizationIds } = this.directory.agentOf(agent);
    const home = organization ?? organizationIds[0] ?? '';
    return this.store.issue({
      clientId: registered.id,
      accountId,
      organizationId: this.directory.organizationIdOf(home),
      scopes: scopes ?? registered.scopes,
    });
  }

  /** Whether LiveChat would accept this access or refresh token now. */
  isAlive(token: string): boolean {
    return this.store.findAccess(token) !== undefined || this.store.findRefresh(token)?.state === 'alive';
  }

  /** Access tokens alive now, oldest first. */
  aliveAccessTokens(filter: AliveFilter | AccountRef = {}): string[] {
    return this.store.accessOf(this.filterOf(filter)).map(({ token }) => token);
  }

  /** Refresh tokens alive now, oldest first. */
  aliveRefreshTokens(filter: AliveFilter | AccountRef = {}): string[] {
    return this.store.refreshOf(this.filterOf(filter)).map(({ token }) => token);
  }

  /** How many tokens are alive: of everybody, or of one account. */
  alive(filter: AliveFilter | AccountRef = {}): { access: number; refresh: number } {
    return {
      access: this.aliveAccessTokens(filter).length,
      refresh: this.aliveRefreshTokens(filter).length,
    };
  }

  /** Tokens that LiveChat let die because their account had more than 25, oldest first. */
  evicted(filter: AliveFilter | AccountRef = {}): string[] {
    return this.store.evictedOf(this.filterOf(filter)).map(({ token }) => token);
  }

  private filterOf(filter: AliveFilter | AccountRef): TokenFilter {
    const { account, organization, clientId } =
      typeof filter === 'string' || 'accountId' in filter ? ({ account: filter } as AliveFilter) : filter;
    return {
      accountId: account && this.directory.accountIdOf(account),
      organizationId: organization && this.directory.organizationIdOf(organization),
      clientId,
    };
  }
}
