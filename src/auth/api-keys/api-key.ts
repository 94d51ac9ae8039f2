import type { AllowedActions } from './allowed-actions.js';

export const API_KEY_ROLES = ['caller', 'operator'] as const;

/** A `caller` calls LiveChat for an organization; an `operator` looks after this service. */
export type ApiKeyRole = (typeof API_KEY_ROLES)[number];

/** What is known of a key, its secrets apart. */
export interface ApiKey {
  readonly id: string;
  readonly role: ApiKeyRole;
  /** The only organization it may name; unbound without one. */
  readonly organizationId?: string;
  readonly name?: string;
  readonly createdAt: number;
  /** When it ends by itself; never without one. */
  readonly expiresAt?: number;
  readonly lastUsedAt?: number;
  readonly revokedAt?: number;
  /** Until when the secret before the last rotation is good, or was. */
  readonly previousUntil?: number;
  /** All that it may call of LiveChat's API; everything without one. */
  readonly allowed?: AllowedActions;
}

/** What a new key is to be. */
export interface WantedApiKey extends Pick<ApiKey, 'role' | 'organizationId' | 'name'> {
  /** Good for so long; without an end unless told. */
  readonly expiresInMs?: number;
  /** Patterns as `actionPatternFault` wants them, at least one; any action unless told. */
  readonly allow?: readonly string[];
}

/** A key just made, or given another secret. `key` is shown this once. */
export interface CreatedApiKey extends ApiKey {
  readonly key: string;
}

export function hasExpired({ expiresAt }: ApiKey, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt;
}
