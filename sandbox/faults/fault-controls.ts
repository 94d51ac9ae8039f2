import type { TokenFilter, TokenStore } from '../tokens/token-store.js';
import type { AccountRef, OrganizationRef } from '../world/directory.js';
import type { Directory } from '../world/directory.js';
import type { FaultKind, FaultOptions } from './fault-kinds.js';
import type { FaultRegistry } from './fault-registry.js';
import type { Fault } from './fault.js';
import { HeldFault } from './held-fault.js';

/** Whose tokens end: one token, or all that fit. */
export type TokenSelector =
  | { readonly token: string }
  | { readonly account?: AccountRef; readonly organization?: OrganizationRef; readonly clientId?: string };

/** Everything that can go wrong at LiveChat, on demand. */
export class FaultControls {
  constructor(
    private readonly registry: FaultRegistry,
    private readonly tokens: TokenStore,
    private readonly directory: Directory,
  ) {}

  /** Faults that may still strike. */
  get active(): readonly Fault[] {
    return this.registry.active;
  }

  /** Access tokens run out now. Refresh tokens live on. */
  expire(whose: TokenSelector | AccountRef): void {
    const selector = this.selectorOf(whose);
    if ('token' in selector) this.tokens.expire(selector.token);
    else this.tokens.expireWhere(this.filterOf(selector));
  }

  expireAccessToken(account: AccountRef): void {
    this.expire(account);
  }

  /** Access and refresh tokens die now, as when somebody removes the app. */
  revoke(whose: TokenSelector | AccountRef): void {
    const selector = this.selectorOf(whose);
    if ('token' in selector) this.tokens.revoke(selector.token);
    else this.tokens.revokeWhere(this.filterOf(selector));
  }

  /** Answers late: by `ms` of the sandbox's clock. */
  slow(options: FaultOptions & { readonly ms: number }): Fault {
    return this.add('slow', options);
  }

  /** Answers when `release()` is called. */
  hold(options: FaultOptions = {}): HeldFault {
    const fault = this.add('hold', options);
    if (!(fault instanceof HeldFault)) throw new TypeError('A hold is a HeldFault.');
    return fault;
  }

  /** Destroys the connection before the first byte of an answer. See also `sandbox.goOffline()`. */
  refuse(options: FaultOptions = {}): Fault {
    return this.add('refuse', options);
  }

  /** Closes the connection in the middle of the answer's body. */
  reset(options: FaultOptions = {}): Fault {
    return this.add('reset', options);
  }

  /** Answers 200 with half a JSON document, or with whatever `body`, `contentType` and `status` say. */
  garbage(options: FaultOptions = {}): Fault {
    return this.add('garbage', options);
  }

  serverError(options: FaultOptions = {}): Fault {
    return this.add('serverError', options);
  }

  tooManyRequests(options: FaultOptions = {}): Fault {
    return this.add('tooManyRequests', options);
  }

  /** The organization has moved: requests without `X-Region: {region}` are misdirected. */
  wrongRegion(options: FaultOptions = {}): Fault {
    return this.add('wrongRegion', options);
  }

  /** Every token is refused by the API, brand-new ones too. */
  unauthorizedForEver(options: FaultOptions = {}): Fault {
    return this.add('unauthorizedForEver', options);
  }

  licenseExpired(options: FaultOptions = {}): Fault {
    return this.add('licenseExpired', options);
  }

  invalidGrant(options: FaultOptions = {}): Fault {
    return this.add('invalidGrant', options);
  }

  invalidClient(options: FaultOptions = {}): Fault {
    return this.add('invalidClient', options);
  }

  unauthorizedClient(options: FaultOptions = {}): Fault {
    return this.add('unauthorizedClient', options);
  }

  missingGrant(options: FaultOptions = {}): Fault {
    return this.add('missingGrant', options);
  }

  /** Any kind by name: what the HTTP API and the page use. */
  add(kind: FaultKind, options: FaultOptions = {}): Fault {
    const { account, organization, ...rest } = options;
    return this.registry.add(kind, {
      ...rest,
      ...(account !== undefined && { account: this.directory.accountIdOf(account) }),
      ...(organization !== undefined && { organization: this.directory.organizationIdOf(organization) }),
    });
  }

  find(id: number): Fault | undefined {
    return this.registry.find(id);
  }

  /** Ends every fault; held and slow requests go on at once. */
  clear(): void {
    this.registry.clear();
  }

  private selectorOf(whose: TokenSelector | AccountRef): TokenSelector {
    if (typeof whose === 'string' || 'accountId' in whose) return { account: whose };
    return whose;
  }

  private filterOf(selector: Exclude<TokenSelector, { readonly token: string }>): TokenFilter {
    const { account, organization, clientId } = selector;
    return {
      accountId: account && this.directory.accountIdOf(account),
      organizationId: organization && this.directory.organizationIdOf(organization),
      clientId,
    };
  }
}
