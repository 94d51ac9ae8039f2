import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import { RenewalCoolDowns } from '../renewals/cool-downs.js';
import type { AccessToken, GrantRef } from '../token-values.js';
import { CustodyCache } from './custody-cache.js';
import { GrantStore } from './grant-store.js';
import type { StoredHealth } from './grant.js';
import { isRegion } from './region.js';
import { WarmGrants } from './warm-grants.js';

/** What LiveChat's answers tell about a grant. */
export type Observation =
  | { readonly errorType: string }
  | { readonly region: string }
  | { readonly rejectedAfterRenewal: AccessToken }
  | { readonly accepted: AccessToken };

/** LiveChat's error types that are about the account or its license, not about the call. */
const HEALTH_OF_ERROR: ReadonlyMap<string, StoredHealth> = new Map([
  ['license_expired', 'license_expired'],
  ['license_not_found', 'license_expired'],
  ['requester_suspended', 'account_suspended'],
  ['requester_awaiting_approval', 'account_suspended'],
]);
const SEEN_BY_LIVECHAT: readonly StoredHealth[] = ['license_expired', 'account_suspended'];
const ALIVE: readonly StoredHealth[] = ['ok', 'degraded', ...SEEN_BY_LIVECHAT];

/** Remembers what LiveChat's answers tell about grants. */
@Injectable()
export class GrantObservations {
  private readonly writes = new Map<string, Promise<void>>();

  constructor(
    private readonly grants: WarmGrants,
    private readonly store: GrantStore,
    private readonly cache: CustodyCache,
    private readonly coolDowns: RenewalCoolDowns,
    private readonly log: Log,
  ) {}

  take(ref: GrantRef, seen: Observation): void {
    if ('accepted' in seen) this.accepted(ref, seen.accepted);
    else if ('rejectedAfterRenewal' in seen) this.rejectedAgain(ref, seen.rejectedAfterRenewal);
    else if ('region' in seen) this.named(ref, seen.region);
    else this.refused(ref, seen.errorType);
  }

  /** Resolves when what was seen is written. */
  async settled(): Promise<void> {
    await Promise.all(this.writes.values());
  }

  private accepted(ref: GrantRef, token: AccessToken): void {
    this.coolDowns.afterRejection.end(ref.id);
    const grant = this.grants.peek(ref)?.grant;
    if (!grant || !SEEN_BY_LIVECHAT.includes(grant.health) || !grant.accessToken.equals(token)) return;
    this.write(ref, () => this.store.mark(ref, { health: 'ok' }, SEEN_BY_LIVECHAT));
  }

  /** Calls that ran side by side all report the same refusal: it counts once. */
  private rejectedAgain(ref: GrantRef, token: AccessToken): void {
    const grant = this.grants.peek(ref)?.grant;
    if (grant && !grant.accessToken.equals(token)) return;
    if (this.coolDowns.afterRejection.remainingMs(ref.id) > 0) return;
    const coolDownMs = this.coolDowns.afterRejection.begin(ref.id);
    this.log.warn({ event: 'tokens.renewed_token_rejected', ...ref, coolDownMs });
  }

  private named(ref: GrantRef, region: string): void {
    if (!isRegion(region) || this.grants.peek(ref)?.usable.region === region) return;
    this.write(ref, () => this.store.rememberRegion(ref, region));
  }

  private refused(ref: GrantRef, errorType: string): void {
    const type = errorType.toLowerCase();
    const health = HEALTH_OF_ERROR.get(type);
    if (!health || this.grants.peek(ref)?.grant.health === health) return;
    this.log.warn({ event: 'tokens.health_changed', ...ref, health, cause: type });
    this.write(ref, () => this.store.mark(ref, { health, cause: type }, ALIVE));
  }

  /** One write per grant at a time: the others saw the same, and see it again if not. */
  private write(ref: GrantRef, change: () => Promise<unknown>): void {
    if (this.writes.has(ref.id)) return;
    const written = change()
      .then(
        () => {
          this.cache.forget(ref);
        },
        (error: unknown) => {
          this.log.warn({ event: 'tokens.observation_not_written', ...ref, error });
        },
      )
      .finally(() => this.writes.delete(ref.id));
    this.writes.set(ref.id, written);
  }
}
