import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import { RenewalCoolDowns } from '../renewals/cool-downs.js';
import type { AccessToken, GrantRef } from '../token-values.js';
import { GrantStore } from './grant-store.js';
import type { StoredHealth } from './grant.js';
import { ObservedChanges } from './observed-changes.js';
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
  constructor(
    private readonly grants: WarmGrants,
    private readonly store: GrantStore,
    private readonly changes: ObservedChanges,
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
  settled(): Promise<void> {
    return this.changes.settled();
  }

  /** Written also when the health is not in memory: nobody may say it a second time. */
  private accepted(ref: GrantRef, token: AccessToken): void {
    this.grants.accept(ref, token);
    const health = this.healthOf(ref);
    if (health !== undefined && !SEEN_BY_LIVECHAT.includes(health)) return;
    this.changes.write(ref, { health: 'ok' }, () => this.store.mark(ref, { health: 'ok' }, SEEN_BY_LIVECHAT));
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
    const known = this.changes.pending(ref).region ?? this.grants.peek(ref)?.usable.region;
    if (!isRegion(region) || known === region) return;
    this.changes.write(ref, { region }, () => this.store.rememberRegion(ref, region));
  }

  private refused(ref: GrantRef, errorType: string): void {
    const type = errorType.toLowerCase();
    const health = HEALTH_OF_ERROR.get(type);
    if (!health || this.healthOf(ref) === health) return;
    this.log.warn({ event: 'tokens.health_changed', ...ref, health, cause: type });
    this.changes.write(ref, { health }, () => this.store.mark(ref, { health, cause: type }, ALIVE));
  }

  /** With what is on its way to the row; undefined when neither that nor memory knows. */
  private healthOf(ref: GrantRef): StoredHealth | undefined {
    return this.changes.pending(ref).health ?? this.grants.peek(ref)?.grant.health;
  }
}
