export const API_KEY_ROLES = ['caller', 'operator'] as const;

/** A `caller` calls LiveChat for an organization; an `operator` looks after this service. */
export type ApiKeyRole = (typeof API_KEY_ROLES)[number];

/** What is known of a key, its secret apart. */
export interface ApiKey {
  readonly id: string;
  readonly role: ApiKeyRole;
  /** The only organization it may name; unbound without one. */
  readonly organizationId?: string;
  readonly name?: string;
  readonly createdAt: number;
  readonly lastUsedAt?: number;
  readonly revokedAt?: number;
}

/** A key just made. `key` is shown this once. */
export interface CreatedApiKey extends ApiKey {
  readonly key: string;
}
