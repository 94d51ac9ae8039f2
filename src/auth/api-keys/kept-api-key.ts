import { digestsAreEqual, sha256 } from '../../foundation/index.js';
import { apiKeyIn } from './api-key-in.js';
import { type ApiKey, hasExpired } from './api-key.js';
import type { ApiKeyColumns } from './stored-api-key.entity.js';

/** A key ready to be compared with: made once, used by every request. */
export class KeptApiKey {
  readonly key: ApiKey;
  /** Nothing decides on it, so it is changed in place. */
  lastUsedAt: number | undefined;
  private readonly secretDigest: Buffer;
  private readonly previousDigest: Buffer | undefined;

  constructor(row: ApiKeyColumns) {
    this.key = apiKeyIn(row);
    this.lastUsedAt = this.key.lastUsedAt;
    this.secretDigest = Buffer.from(row.secretDigest, 'base64url');
    if (row.previousSecretDigest !== null)
      this.previousDigest = Buffer.from(row.previousSecretDigest, 'base64url');
  }

  /** Neither revoked nor expired. */
  isAlive(now: number): boolean {
    return this.key.revokedAt === undefined && !hasExpired(this.key, now);
  }

  /** Whether somebody has the key's secret, or the one before it while that is still good. */
  isProvenBy(secret: string, now: number): boolean {
    const digest = sha256(secret);
    return digestsAreEqual(digest, this.secretDigest) || this.isPrevious(digest, now);
  }

  private isPrevious(digest: Buffer, now: number): boolean {
    const { previousUntil } = this.key;
    if (this.previousDigest === undefined || previousUntil === undefined) return false;
    return now < previousUntil && digestsAreEqual(digest, this.previousDigest);
  }
}
