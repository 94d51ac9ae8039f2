import { Injectable } from '@nestjs/common';

import { Clock, Log, sha256 } from '../../foundation/index.js';
import { AllowedActions } from './allowed-actions.js';
import { ApiKeyStore } from './api-key-store.js';
import { apiKeyPartsOf, apiKeyText, newApiKeyParts } from './api-key-text.js';
import { type ApiKey, type CreatedApiKey, hasExpired, type WantedApiKey } from './api-key.js';
import type { KeptApiKey } from './kept-api-key.js';

const NOTE_USE_EVERY_MS = 10 * 60_000;

/**
 * Keys for programs: `lcab_<id>_<secret>`, sent as a bearer token.
 *
 * Only a digest of the secret is stored, so a key is shown once, when it is made or rotated. The organization it is
 * bound to is kept in lower case, as all of LiveChat's ids are.
 */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly store: ApiKeyStore,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** @throws Error when a pattern of actions is none */
  async create({ allow, expiresInMs, ...wanted }: WantedApiKey): Promise<CreatedApiKey> {
    const parts = newApiKeyParts();
    const createdAt = this.clock.now();
    const key: ApiKey = {
      ...wanted,
      organizationId: wanted.organizationId?.toLowerCase(),
      id: parts.id,
      createdAt,
      expiresAt: expiresInMs === undefined ? undefined : createdAt + expiresInMs,
      allowed: allow && AllowedActions.of(allow),
    };
    await this.store.add(key, sha256(parts.secret));
    this.log.info({ event: 'auth.api_key_created', keyId: key.id, role: key.role });
    return { ...key, key: apiKeyText(parts) };
  }

  /**
   * Gives a key another secret; the one it has stays good for the overlap, 0 for none. A secret from before that ends at
   * once: there are two at most. Undefined when there is no such key, or it is revoked or expired.
   */
  async rotate(
    id: string,
    { overlapMs }: { readonly overlapMs: number },
  ): Promise<CreatedApiKey | undefined> {
    const now = this.clock.now();
    const kept = await this.store.find(id);
    if (!kept?.isAlive(now)) return undefined;
    const parts = newApiKeyParts(id);
    const overlapEnd = Math.min(now + overlapMs, kept.key.expiresAt ?? Infinity);
    const previousUntil = overlapMs > 0 ? overlapEnd : undefined;
    if (!(await this.store.replaceSecret(id, sha256(parts.secret), previousUntil))) return undefined;
    this.log.info({ event: 'auth.api_key_rotated', keyId: id });
    return { ...kept.key, lastUsedAt: kept.lastUsedAt, previousUntil, key: apiKeyText(parts) };
  }

  /** Every key ever made, the revoked and expired ones too, oldest first. */
  list(): Promise<readonly ApiKey[]> {
    return this.store.list();
  }

  /** Revokes a key for good, with all its secrets. False when there is no such key, or it was revoked already. */
  async revoke(id: string): Promise<boolean> {
    const isRevoked = await this.store.change(id, { revokedAt: this.clock.now() });
    if (isRevoked) this.log.info({ event: 'auth.api_key_revoked', keyId: id });
    return isRevoked;
  }

  /** Binds a key to one organization: it then needs to name none, and may name no other. */
  async bind(id: string, organizationId: string): Promise<boolean> {
    return this.store.change(id, { organizationId: organizationId.toLowerCase() });
  }

  /** The key a bearer token is, when memory alone can tell that it is good and there is nothing to write. */
  known(bearer: string): ApiKey | undefined {
    const parts = apiKeyPartsOf(bearer);
    const kept = parts && this.store.peek(parts.id);
    if (!kept) return undefined;
    const now = this.clock.now();
    return isGood(kept, parts.secret, now) && !isUseWorthNoting(kept, now) ? kept.key : undefined;
  }

  /** The key a bearer token is, if it is one of ours and still good. */
  async find(bearer: string): Promise<ApiKey | undefined> {
    const parts = apiKeyPartsOf(bearer);
    const kept = parts && (await this.store.find(parts.id));
    const now = this.clock.now();
    if (!kept || !isGood(kept, parts.secret, now)) return undefined;
    if (isUseWorthNoting(kept, now)) await this.noteUse(kept, now);
    return kept.key;
  }

  /** Whether a bearer token that was not found just now is the whole of a key that has expired: its holder may know. */
  isExpired(bearer: string): boolean {
    const parts = apiKeyPartsOf(bearer);
    const kept = parts && this.store.peek(parts.id);
    if (!kept || kept.key.revokedAt !== undefined) return false;
    const now = this.clock.now();
    return hasExpired(kept.key, now) && kept.isProvenBy(parts.secret, now);
  }

  private async noteUse(kept: KeptApiKey, now: number): Promise<void> {
    try {
      await this.store.markUsed(kept, now);
    } catch (error) {
      this.log.warn({ event: 'auth.api_key_use_not_noted', keyId: kept.key.id, error });
    }
  }
}

function isGood(kept: KeptApiKey, secret: string, now: number): boolean {
  return kept.isAlive(now) && kept.isProvenBy(secret, now);
}

function isUseWorthNoting({ lastUsedAt }: KeptApiKey, now: number): boolean {
  return lastUsedAt === undefined || now - lastUsedAt >= NOTE_USE_EVERY_MS;
}
