import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import { IsNull, Repository } from 'typeorm';

import { DatabaseChanges } from '../../foundation/index.js';
import { type ApiKeyColumns, StoredApiKey } from './stored-api-key.entity.js';

const KEYS_KEPT = 10_000;

/** API keys in the database, with the lately used ones in memory before it. */
@Injectable()
export class ApiKeyStore {
  private readonly kept = new LRUCache<string, ApiKeyColumns>({ max: KEYS_KEPT });
  private drops = 0;

  constructor(
    @InjectRepository(StoredApiKey) private readonly rows: Repository<StoredApiKey>,
    changes: DatabaseChanges,
  ) {
    changes.onForeignChange(() => {
      this.forget();
    });
  }

  async find(id: string): Promise<ApiKeyColumns | undefined> {
    return this.kept.get(id) ?? this.load(id);
  }

  list(): Promise<readonly ApiKeyColumns[]> {
    return this.rows.find({ order: { createdAt: 'ASC', id: 'ASC' } });
  }

  async add(key: ApiKeyColumns): Promise<void> {
    await this.rows.insert(key);
  }

  /** Changes a key that is not revoked; whether there was one. */
  async change(id: string, change: Partial<ApiKeyColumns>): Promise<boolean> {
    const { affected } = await this.rows.update({ id, revokedAt: IsNull() }, change);
    this.forget();
    return affected === 1;
  }

  /** Nothing decides on this, so the kept copy is changed in place. */
  async markUsed(key: ApiKeyColumns, at: number): Promise<void> {
    key.lastUsedAt = at; // first, so that requests side by side write once
    await this.rows.update({ id: key.id }, { lastUsedAt: at });
  }

  private async load(id: string): Promise<ApiKeyColumns | undefined> {
    const dropsBefore = this.drops;
    const key = await this.rows.findOneBy({ id });
    if (!key) return undefined;
    if (this.drops === dropsBefore) this.kept.set(id, key); // else it may have been revoked while it was read
    return key;
  }

  private forget(): void {
    this.drops += 1;
    this.kept.clear();
  }
}
