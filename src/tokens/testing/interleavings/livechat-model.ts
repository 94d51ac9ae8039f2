import type { Clock } from '../../../foundation/index.js';
import type { AccountsAnswer } from '../../endpoint/accounts-answer.js';
import { type AccountRef, accessToken, type IssuedTokens, refreshToken } from '../../token-values.js';
import { CLIENT_ID } from '../fake-accounts.js';
import type { ProcessLife } from './process-life.js';

/** How a used refresh token fares: it is the same for ever, it is refused, or its use ends the whole family. */
export type ClientKind = 'multi-use' | 'single-use' | 'reuse-detection';

/** Twice the renewal window of the replicas: half of a token's life is for renewing it in the background. */
export const TOKEN_LIFETIME_MS = 120_000;

/** All that may end a family, or keep its newest refresh token from us, without a fault of ours. */
export type Loss =
  | 'the person removed the app'
  | 'the answer with the newest refresh token was lost'
  | 'the newest refresh token died with a process before it was on disk'
  | 'the process with the newest refresh token came too late';

/** What came of one sign-in: the newest refresh token renews, and access tokens work until they expire. */
export interface TokenFamily {
  readonly account: AccountRef;
  readonly accessTokens: Map<string, { readonly expiresAt: number; readonly refreshToken: string }>;
  refreshToken: string;
  isAlive: boolean;
  /** The process that got the newest refresh token from LiveChat; none for a sign-in's first. */
  holder?: ProcessLife;
  /** Why we cannot be blamed when the family does not renew. */
  loss?: Loss;
}

/** LiveChat's accounts server: what it knows, and what it does when it gets to a call. */
export class LiveChatModel {
  readonly families: TokenFamily[] = [];
  private readonly byToken = new Map<string, TokenFamily>();
  private readonly refused = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly kind: ClientKind,
  ) {}

  /** Tokens as a sign-in brings them. */
  signIn(account: AccountRef): IssuedTokens {
    const family: TokenFamily = { account, accessTokens: new Map(), refreshToken: '', isAlive: true };
    this.families.push(family);
    const issuedAt = this.clock.now();
    return {
      ...account,
      refreshToken: refreshToken(this.giveRefreshToken(family)),
      accessToken: accessToken(this.giveAccessToken(family)),
      scopes: ['chats--all:ro'],
      issuedAt,
      expiresAt: issuedAt + TOKEN_LIFETIME_MS,
    };
  }

  /** The family of any token that was ever given. */
  familyOf(token: string | undefined): TokenFamily | undefined {
    return token === undefined ? undefined : this.byToken.get(token);
  }

  refresh(presented: string): AccountsAnswer {
    const family = this.familyOf(presented);
    if (!family?.isAlive) return refusal('invalid_grant');
    if (presented !== family.refreshToken) {
      this.noteReuse(family);
      return refusal('invalid_grant');
    }
    if (this.kind !== 'multi-use') this.giveRefreshToken(family);
    const fields = { ...idsOf(family), access_token: this.giveAccessToken(family), token_type: 'Bearer' };
    const expires_in = TOKEN_LIFETIME_MS / 1000;
    return { status: 200, json: { ...fields, refresh_token: family.refreshToken, expires_in } };
  }

  info(presented: string): AccountsAnswer {
    const family = this.familyOf(presented);
    if (!family || !this.accepts(presented)) return refusal('unauthorized');
    return { status: 200, json: { ...idsOf(family), client_id: CLIENT_ID } };
  }

  /**
   * An access token takes the refresh token with it that it was given with, and with the newest one the family ends;
   * with any, where reuse is detected: nobody knows how LiveChat does it.
   */
  revoke(presented: string): AccountsAnswer {
    const family = this.familyOf(presented);
    if (!family || !(this.accepts(presented) || this.renews(presented))) return refusal('resource_not_found');
    const { refreshToken = presented } = family.accessTokens.get(presented) ?? {};
    if (refreshToken === family.refreshToken || this.kind === 'reuse-detection') family.isAlive = false;
    else this.refuseAccessToken(presented);
    return { status: 200, json: {} };
  }

  accepts(token: string): boolean {
    const isAlive = this.familyOf(token)?.isAlive ?? false;
    return isAlive && !this.isExpired(token) && !this.refused.has(token);
  }

  renews(token: string): boolean {
    const family = this.familyOf(token);
    return family !== undefined && family.isAlive && family.refreshToken === token;
  }

  isExpired(accessToken: string): boolean {
    return this.remainingMs(accessToken) <= 0;
  }

  /** How long it has to live. */
  remainingMs(accessToken: string): number {
    return (this.familyOf(accessToken)?.accessTokens.get(accessToken)?.expiresAt ?? 0) - this.clock.now();
  }

  /** LiveChat does not take the access token any more, and does not say why. */
  refuseAccessToken(token: string): void {
    this.refused.add(token);
  }

  /** A person removes the app from their account. */
  removedBy({ accountId }: AccountRef): void {
    for (const family of this.families.filter(({ account }) => account.accountId === accountId)) {
      family.isAlive = false;
      family.loss ??= 'the person removed the app';
    }
  }

  /** Families whose newest refresh token the process got from LiveChat. */
  heldBy(process: ProcessLife): readonly TokenFamily[] {
    return this.families.filter(({ holder }) => holder === process);
  }

  /** Whoever uses it again cannot know that a process which counts as dead has the newest one in its hands. */
  private noteReuse(family: TokenFamily): void {
    if (this.kind === 'reuse-detection') family.isAlive = false;
    const { holder, account } = family;
    if (!holder?.countsAsDead(account, this.clock.now())) return;
    // What lies in the spool of a dead one is found by the next, if the family still lives then.
    if (!family.isAlive || holder.isAlive)
      family.loss ??= 'the process with the newest refresh token came too late';
  }

  private giveAccessToken(family: TokenFamily): string {
    const token = `access-${this.byToken.size + 1}`;
    this.byToken.set(token, family);
    const expiresAt = this.clock.now() + TOKEN_LIFETIME_MS;
    family.accessTokens.set(token, { expiresAt, refreshToken: family.refreshToken });
    return token;
  }

  private giveRefreshToken(family: TokenFamily): string {
    family.refreshToken = `refresh-${this.byToken.size + 1}`;
    this.byToken.set(family.refreshToken, family);
    return family.refreshToken;
  }
}

function idsOf({ account }: TokenFamily) {
  return { organization_id: account.organizationId, account_id: account.accountId };
}

/** LiveChat's error shape. */
export function refusal(error: string): AccountsAnswer {
  return { status: error === 'resource_not_found' ? 404 : 401, json: { error } };
}
