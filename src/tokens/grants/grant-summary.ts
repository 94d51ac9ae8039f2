import { Injectable } from '@nestjs/common';

import { ConfigurationAlarm } from '../endpoint/configuration-alarm.js';
import { TokensConfig } from '../tokens.config.js';
import { type Diagnosis, diagnosisOf, type GrantHealth } from './grant-health.js';
import type { Grant } from './grant.js';
import { missingScopes } from './missing-scopes.js';
import { ObservedChanges } from './observed-changes.js';
import type { GrantRef } from '../token-values.js';
import { WarmGrants } from './warm-grants.js';

/** What people and programs may know of a grant. */
export interface GrantSummary {
  readonly scopes: readonly string[];
  readonly health: GrantHealth;
  /** Why it is not `ok`, as a sentence. */
  readonly cause?: string;
  /** What to do about it, as a sentence. */
  readonly action?: string;
  /** Of the access token, in milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly region?: string;
}

/** Sums grants up: their own health, and what stands in their way from outside. */
@Injectable()
export class GrantSummaries {
  constructor(
    private readonly grants: WarmGrants,
    private readonly changes: ObservedChanges,
    private readonly alarm: ConfigurationAlarm,
    private readonly config: TokensConfig,
  ) {}

  /** @throws NotSignedIn when the grant is gone */
  async of(ref: GrantRef): Promise<GrantSummary> {
    await this.changes.written(ref);
    const { grant, usable } = await this.grants.find(ref);
    const { scopes, expiresAt } = grant;
    return { scopes, ...this.diagnosis(grant), expiresAt, region: usable.region };
  }

  private diagnosis(grant: Grant): Diagnosis {
    if (this.alarm.isRaised) return diagnosisOf('fix_configuration', this.alarm.cause);
    if (grant.health !== 'ok') return diagnosisOf(grant.health, grant.cause);
    const missing = missingScopes(this.config.scopes, grant.scopes);
    return missing.length > 0 ? diagnosisOf('missing_scope', missing.join(', ')) : { health: 'ok' };
  }
}
