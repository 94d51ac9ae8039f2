import { Injectable } from '@nestjs/common';

import { Clock, digestsAreEqual, Log, sha256 } from '../../foundation/index.js';
import { ApiKeyStore, type KeptApiKey } from './api-key-store.js';
import { apiKeyPartsOf, apiKeyText, newApiKeyParts } from './api-key-text.js';
import type { ApiKey, ApiKeyRole, CreatedApiKey } from './api-key.js';

const NOTE_USE_EVERY_MS = 10 * 60_000;

/**
 * Keys for programs: `lcab_<id>_<secret>`, sent as a bearer token.
 *
 * Only a digest of the secret is stored, so a key is shown once, when it is made. The organization it is bound to is
 * kept in lower case, as all of LiveChat's ids are.
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
    const organizationId = wanted.organizationId?.toLowerCase();
    const key: ApiKey = { ...wanted, organizationId, id: parts.id, createdAt: this.clock.now() };
    await this.store.add(key, sha256(parts.secret));
    this.log.info({ event: 'auth.api_key_created', keyId: key.id, role: key.role });
    return { ...key, key: apiKeyText(parts) };
  }

  /** Every key ever made, the revoked ones too, oldest first. */
  list(): Promise<readonly ApiKey[]> {
    return this.store.list();
  }

  /** Revokes a key for good. False when there is no such key, or it was revoked already. */
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
    return kept && isGood(kept, parts.secret) && !this.isUseWorthNoting(kept) ? kept.key : undefined;
  }

  /** The key a bearer token is, if it is one of ours and still good. */
  async find(bearer: string): Promise<ApiKey | undefined> {
    const parts = apiKeyPartsOf(bearer);
    const kept = parts && (await this.store.find(parts.id));
    if (!kept || !isGood(kept, parts.secret)) return undefined;
    if (this.isUseWorthNoting(kept)) await this.noteUse(kept);
    return kept.key;
  }

  private isUseWorthNoting({ lastUsedAt }: KeptApiKey): boolean {
    return lastUsedAt === undefined || this.clock.now() - lastUsedAt >= NOTE_USE_EVERY_MS;
  }

  private async noteUse(kept: KeptApiKey): Promise<void> {
    try {
      await this.store.markUsed(kept, this.clock.now());
    } catch (error) {
      this.log.warn({ event: 'auth.api_key_use_not_noted', keyId: kept.key.id, error });
    }
  }
}

function isGood({ key, secretDigest }: KeptApiKey, secret: string): boolean {
  return key.revokedAt === undefined && digestsAreEqual(sha256(secret), secretDigest);
}
