import { randomBytes, randomUUID } from 'node:crypto';

import type { SandboxBehavior } from '../behavior.js';
import type { SandboxClock } from '../clock.js';
import { readTokens, type TokenMemory, writeTokens } from './token-memory.js';
import type { AccessRecord, RefreshRecord, SandboxGrant, SandboxTokens } from './token-records.js';

const MAX_ALIVE = 25;
const MAX_REMEMBERED = 5_000;

/** Picks tokens: those for which every given property is the same. */
export type TokenFilter = Partial<Pick<SandboxGrant, 'clientId' | 'accountId' | 'organizationId'>>;

function matches(grant: SandboxGrant, filter: TokenFilter): boolean {
  return (
    (filter.clientId ?? grant.clientId) === grant.clientId &&
    (filter.accountId ?? grant.accountId) === grant.accountId &&
    (filter.organizationId ?? grant.organizationId) === grant.organizationId
  );
}

/**
 * Every token that LiveChat has given out.
 *
 * Holds at most 25 access and 25 refresh tokens per client and account: the oldest dies without a word.
 */
export class TokenStore {
  private readonly access = new Map<string, AccessRecord>();
  private readonly refresh = new Map<string, RefreshRecord>();
  /** Used and revoked refresh tokens, oldest first. */
  private readonly remembered = new Map<string, RefreshRecord>();
  /** Tokens that died because there were too many, oldest first. */
  private readonly evicted: (AccessRecord | RefreshRecord)[] = [];
  private readonly watchers: (() => void)[] = [];

  constructor(
    private readonly clock: SandboxClock,
    private readonly behavior: SandboxBehavior,
    private readonly regionOf: (organizationId: string) => string,
    private readonly memory?: TokenMemory,
  ) {
    if (!memory) return;
    const { access, refresh } = readTokens(memory);
    for (const record of access) this.access.set(record.token, record);
    for (const record of refresh) this.refresh.set(record.token, record);
  }

  /** A new pair of a new family: somebody signed in. */
  issue(grant: SandboxGrant): SandboxTokens {
    return this.issueIn(randomUUID(), grant);
  }

  /** A new access token; the refresh token stays. */
  renew(refresh: RefreshRecord): SandboxTokens {
    return this.pairOf(refresh);
  }

  /** A new pair; the refresh token that was shown is spent. */
  rotate(refresh: RefreshRecord): SandboxTokens {
    this.retire(refresh, 'used');
    return this.issueIn(refresh.family, refresh);
  }

  /** The access token, if it would be accepted now. */
  findAccess(token: string): AccessRecord | undefined {
    const record = this.access.get(token);
    return record !== undefined && record.expiresAt > this.clock.now() ? record : undefined;
  }

  /** The refresh token, whether alive, used or revoked. */
  findRefresh(token: string): RefreshRecord | undefined {
    return this.refresh.get(token) ?? this.remembered.get(token);
  }

  /** Whose token this is or was, if that is still known. */
  findIssued(token: string): SandboxGrant | undefined {
    return this.access.get(token) ?? this.findRefresh(token);
  }

  /** Revokes an access or refresh token with all of its family. False when it is not alive. */
  revoke(token: string): boolean {
    const record = this.findAccess(token) ?? this.refresh.get(token);
    if (record === undefined) return false;
    this.revokeFamily(record.family);
    return true;
  }

  revokeFamily(family: string): void {
    for (const record of this.access.values()) if (record.family === family) this.access.delete(record.token);
    for (const record of this.refresh.values()) if (record.family === family) this.retire(record, 'revoked');
    this.remember();
  }

  revokeWhere(filter: TokenFilter): void {
    for (const record of this.accessOf(filter)) this.access.delete(record.token);
    for (const record of this.refreshOf(filter)) this.retire(record, 'revoked');
    this.remember();
  }

  /** Lets access tokens run out now; their refresh tokens live on. */
  expireWhere(filter: TokenFilter): void {
    for (const record of this.accessOf(filter)) record.expiresAt = this.clock.now();
    this.remember();
  }

  expire(token: string): boolean {
    const record = this.access.get(token);
    if (record === undefined) return false;
    record.expiresAt = this.clock.now();
    this.remember();
    return true;
  }

  /** Access tokens alive now, oldest first. */
  accessOf(filter: TokenFilter = {}): AccessRecord[] {
    const now = this.clock.now();
    return [...this.access.values()].filter((record) => record.expiresAt > now && matches(record, filter));
  }

  /** Refresh tokens alive now, oldest first. */
  refreshOf(filter: TokenFilter = {}): RefreshRecord[] {
    return [...this.refresh.values()].filter((record) => matches(record, filter));
  }

  /** Tokens that died because their account had too many, oldest first. */
  evictedOf(filter: TokenFilter = {}): (AccessRecord | RefreshRecord)[] {
    return this.evicted.filter((record) => matches(record, filter));
  }

  /** Calls back whenever tokens came or went. Those that run out with time do so without a word. */
  watch(watcher: () => void): void {
    this.watchers.push(watcher);
  }

  reset(): void {
    this.evicted.length = 0;
    this.access.clear();
    this.refresh.clear();
    this.remembered.clear();
    this.remember();
  }

  private issueIn(family: string, grant: SandboxGrant): SandboxTokens {
    const { clientId, accountId, organizationId, scopes } = grant;
    const refresh: RefreshRecord = {
      clientId,
      accountId,
      organizationId,
      scopes,
      token: randomBytes(24).toString('base64url'),
      family,
      state: 'alive',
    };
    this.refresh.set(refresh.token, refresh);
    for (const old of this.refreshOf({ clientId, accountId }).slice(0, -MAX_ALIVE)) {
      this.retire(old, 'revoked');
      this.noteEviction(old);
    }
    return this.pairOf(refresh);
  }

  private pairOf(refresh: RefreshRecord): SandboxTokens {
    const { clientId, accountId, organizationId, scopes } = refresh;
    const accessToken = `${this.regionOf(organizationId)}:${randomBytes(24).toString('base64url')}`;
    const expiresAt = this.clock.now() + this.behavior.accessTokenLifetimeSeconds * 1000;
    const grant = { clientId, accountId, organizationId, scopes };
    this.forgetExpired({ clientId, accountId });
    this.access.set(accessToken, {
      ...grant,
      token: accessToken,
      family: refresh.family,
      refreshToken: refresh.token,
      expiresAt,
    });
    for (const old of this.accessOf({ clientId, accountId }).slice(0, -MAX_ALIVE)) {
      this.access.delete(old.token);
      this.noteEviction(old);
    }
    this.remember();
    return { ...grant, accessToken, refreshToken: refresh.token, expiresAt };
  }

  private remember(): void {
    for (const tell of this.watchers) tell();
    if (!this.memory) return;
    writeTokens(this.memory, { access: [...this.access.values()], refresh: [...this.refresh.values()] });
  }

  private noteEviction(record: AccessRecord | RefreshRecord): void {
    this.evicted.push(record);
    if (this.evicted.length > MAX_REMEMBERED) this.evicted.shift();
  }

  private forgetExpired(filter: TokenFilter): void {
    const now = this.clock.now();
    for (const record of this.access.values())
      if (record.expiresAt <= now && matches(record, filter)) this.access.delete(record.token);
  }

  private retire(record: RefreshRecord, state: 'used' | 'revoked'): void {
    record.state = state;
    this.refresh.delete(record.token);
    this.remembered.set(record.token, record);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > MAX_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }
}
