import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import { IsNull, Repository } from 'typeorm';

import { DatabaseChanges } from '../../foundation/index.js';
import { apiKeyIn } from './api-key-in.js';
import type { ApiKey } from './api-key.js';
import { KeptApiKey } from './kept-api-key.js';
import { type ApiKeyColumns, StoredApiKey } from './stored-api-key.entity.js';

const KEYS_KEPT = 10_000;

/** API keys in the database, with the lately used ones in memory before it. */
@Injectable()
export class ApiKeyStore {
  private readonly kept = new LRUCache<string, KeptApiKey>({ max: KEYS_KEPT });
  private drops = 0;

  constructor(
    @InjectRepository(StoredApiKey) private readonly rows: Repository<StoredApiKey>,
    changes: DatabaseChanges,
  ) {
    const forget = (): void => {
      this.forget();
    };
    changes.watch('auth_api_keys', { changed: forget, anything: forget });
  }

  /** Only from memory. */
  peek(id: string): KeptApiKey | undefined {
    return this.kept.get(id);
  }

  async find(id: string): Promise<KeptApiKey | undefined> {
    return this.kept.get(id) ?? this.load(id);
  }

  async list(): Promise<readonly ApiKey[]> {
    const rows = await this.rows.find({ order: { createdAt: 'ASC', id: 'ASC' } });
    return rows.map(apiKeyIn);
  }

  async add({ allowed, ...key }: ApiKey, secretDigest: Buffer): Promise<void> {
    const allowedActions = allowed?.toText();
    await this.rows.insert({ ...key, allowedActions, secretDigest: secretDigest.toString('base64url') });
  }

  /** Changes a key that is not revoked; whether there was one. */
  async change(id: string, change: Partial<ApiKeyColumns>): Promise<boolean> {
    const { affected } = await this.rows.update({ id, revokedAt: IsNull() }, change);
    this.forget();
    return affected === 1;
  }

  /**
   * Gives a key that is not revoked another secret; whether there was one.
   *
   * @param previousUntil until when the secret it had stays good; at once no more without one
   */
  async replaceSecret(id: string, secretDigest: Buffer, previousUntil: number | undefined): Promise<boolean> {
    const { affected } = await this.rows.update(
      { id, revokedAt: IsNull() },
      {
        secretDigest: secretDigest.toString('base64url'),
        // The column's value before this statement, also when two rotations meet.
        previousSecretDigest: previousUntil === undefined ? null : () => 'secret_digest',
        previousUntil: previousUntil ?? null,
      },
    );
    this.forget();
    return affected === 1;
  }

  async markUsed(kept: KeptApiKey, at: number): Promise<void> {
    kept.lastUsedAt = at; // first, so that requests side by side write once
    await this.rows.update({ id: kept.key.id }, { lastUsedAt: at });
  }

  private async load(id: string): Promise<KeptApiKey | undefined> {
    const dropsBefore = this.drops;
    const row = await this.rows.findOneBy({ id });
    if (!row) return undefined;
    const kept = new KeptApiKey(row);
    if (this.drops === dropsBefore) this.kept.set(id, kept); // else it may have been revoked while it was read
    return kept;
  }

  private forget(): void {
    this.drops += 1;
    this.kept.clear();
  }
}
