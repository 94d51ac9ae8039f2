import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { RenewalLease } from '../grants/renewal-lease.js';
import { CustodyBackground } from './custody-background.js';
import { ReplacedKeys } from './replaced-keys.js';
import { SealingKeys } from './sealing-keys.js';

/** Before the first request: refuses to start without its keys, and takes up what an earlier process left. */
@Injectable()
export class CustodyStart implements OnApplicationBootstrap {
  constructor(
    private readonly keys: SealingKeys,
    private readonly replaced: ReplacedKeys,
    private readonly lease: RenewalLease,
    private readonly background: CustodyBackground,
    private readonly database: DataSource,
  ) {}

  /** @throws StartRefused when ENCRYPTION_KEYS lacks a key, or has another under its id */
  async onApplicationBootstrap(): Promise<void> {
    await this.keys.assertKnown();
    await this.replaced.assertNone();
    // SQLite serves one process, and this is it: whoever held a lease is dead.
    if (this.database.options.type === 'better-sqlite3') await this.lease.releaseAll();
    await this.background.start();
  }
}
