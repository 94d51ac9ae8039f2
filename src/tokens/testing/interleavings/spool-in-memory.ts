import { randomUUID } from 'node:crypto';

import type { HttpConfig, Log } from '../../../foundation/index.js';
import type { DatabaseIdentity } from '../../renewals/database-identity.js';
import { Spool, type SpooledPair } from '../../renewals/spool.js';
import type { ProcessLife } from './process-life.js';

/** A data directory: what is in it outlives processes. */
export type Disk = Map<string, SpooledPair>;

/** The spool without real files, whose work takes as long as it takes: a run must repeat exactly. */
export class SpoolInMemory extends Spool {
  constructor(
    parts: { http: HttpConfig; database: DatabaseIdentity; log: Log },
    private readonly disk: Disk,
    private readonly life: ProcessLife,
  ) {
    super(parts.http, parts.database, parts.log);
  }

  override async put(spooled: SpooledPair): Promise<string> {
    await this.life.moment();
    const name = `${spooled.grant.id}.${randomUUID()}.json`;
    this.disk.set(name, spooled);
    await this.life.moment();
    return name;
  }

  override async names(grantId = ''): Promise<readonly string[]> {
    await this.life.moment();
    return [...this.disk.keys()].filter((name) => name.startsWith(grantId));
  }

  override async read(name: string): Promise<SpooledPair | undefined> {
    await this.life.moment();
    return this.disk.get(name);
  }

  override async remove(name: string): Promise<void> {
    await this.life.moment();
    this.disk.delete(name);
    await this.life.moment();
  }
}
