import { Injectable } from '@nestjs/common';

import { Clock, digestsAreEqual, Log, sha256 } from '../../foundation/index.js';
import { ApiKeyStore } from './api-key-store.js';
import { apiKeyPartsOf, apiKeyText, newApiKeyParts } from './api-key-text.js';
import type { ApiKey, ApiKeyRole, CreatedApiKey } from './api-key.js';
import type { ApiKeyColumns } from './stored-api-key.entity.js';

const NOTE_USE_EVERY_MS = 10 * 60_000;

/**
 * Keys for programs: `lcab_<id>_<secret>`, sent as a bearer token.
 *
 * Only a digest of the secret is stored, so a key is shown once, when it is made.
 */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly store: ApiKeyStore,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async create(wanted: { role: ApiKeyRole; organizationId?: string; name?: string }): Promise<CreatedApiKey> {
    const parts = newApiKeyParts();
    const stored: ApiKeyColumns = {
      id: parts.id,
      secretDigest: sha256(parts.secret).toString('base64url'),
      role: wanted.role,
      organizationId: wanted.organizationId ?? null,
      name: wanted.name ?? null,
      createdAt: this.clock.now(),
      lastUsedAt: null,
      revokedAt: null,
    };
    await this.store.add(stored);
    this.log.info({ event: 'auth.api_key_created', keyId: parts.id, role: wanted.role });
    return { ...describe(stored), key: apiKeyText(parts) };
  }

  /** Every key ever made, the revoked ones too, oldest first. */
  async list(): Promise<readonly ApiKey[]> {
    return (await this.store.list()).map(describe);
  }

  /** Revokes a key for good. False when there is no such key, or it was revoked already. */
  async revoke(id: string): Promise<boolean> {
    const isRevoked = await this.store.change(id, { revokedAt: this.clock.now() });
    if (isRevoked) this.log.info({ event: 'auth.api_key_revoked', keyId: id });
    return isRevoked;
  }

  /** Binds a key to one organization: it then needs to name none, and may name no other. */
  async bind(id: string, organizationId: string): Promise<boolean> {
    return this.store.change(id, { organizationId });
  }

  /** The key a bearer token is, if it is one of ours and still good. */
  async find(bearer: string): Promise<ApiKey | undefined> {
    const parts = apiKeyPartsOf(bearer);
    const stored = parts && (await this.store.find(parts.id));
    if (!parts || !stored || stored.revokedAt !== null) return undefined;
    const isItsSecret = digestsAreEqual(sha256(parts.secret), Buffer.from(stored.secretDigest, 'base64url'));
    if (!isItsSecret) return undefined;
    await this.noteUse(stored);
    return describe(stored);
  }

  private async noteUse(stored: ApiKeyColumns): Promise<void> {
    const now = this.clock.now();
    if (stored.lastUsedAt !== null && now - stored.lastUsedAt < NOTE_USE_EVERY_MS) return;
    try {
      await this.store.markUsed(stored, now);
    } catch (error) {
      this.log.warn({ event: 'auth.api_key_use_not_noted', keyId: stored.id, error });
    }
  }
}

function describe(stored: ApiKeyColumns): ApiKey {
  return {
    id: stored.id,
    role: stored.role,
    organizationId: stored.organizationId ?? undefined,
    name: stored.name ?? undefined,
    createdAt: stored.createdAt,
    lastUsedAt: stored.lastUsedAt ?? undefined,
    revokedAt: stored.revokedAt ?? undefined,
  };
}
