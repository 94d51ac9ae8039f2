import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';

import { HttpConfig, Log } from '../../foundation/index.js';
import { DatabaseIdentity } from './database-identity.js';

const spooledPair = z.object({
  clientId: z.string(),
  grant: z.object({ id: z.string(), organizationId: z.string(), accountId: z.string() }),
  generation: z.number(),
  pair: z.object({
    accessToken: z.string(),
    refreshToken: z.string().nullable(),
    scopes: z.array(z.string()),
    issuedAt: z.number(),
    expiresAt: z.number(),
  }),
});

/** A renewed pair, sealed, with what it takes to write it to its grant. */
export type SpooledPair = z.infer<typeof spooledPair>;

/**
 * Keeps renewed pairs on disk until the database has them: a single-use refresh token exists nowhere else.
 *
 * One file a pair in `{DATA_DIR}/spool`, for the owner's eyes only, named by database and grant: replicas and
 * databases may share the folder.
 */
@Injectable()
export class Spool {
  private readonly folder: string;
  /** Told of once: the spool is looked through twice a minute. */
  private readonly unreadable = new Set<string>();

  constructor(
    http: HttpConfig,
    private readonly database: DatabaseIdentity,
    private readonly log: Log,
  ) {
    this.folder = resolve(http.dataDir, 'spool');
  }

  /** Returns the file's name, once the file would survive a power cut. */
  async put(spooled: SpooledPair): Promise<string> {
    const name = `${this.database.id}.${spooled.grant.id}.${randomUUID().slice(0, 8)}.json`;
    const path = join(this.folder, name);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = await open(`${path}.part`, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(spooled));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.part`, path);
    await this.syncFolder();
    return name;
  }

  /** A new name is in its folder for good once the folder itself is written; Windows cannot be asked for that. */
  private async syncFolder(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.folder);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** This database's files, or those of one of its grants. */
  async names(grantId = ''): Promise<readonly string[]> {
    try {
      const names = await readdir(this.folder);
      return names.filter(
        (name) => name.startsWith(`${this.database.id}.${grantId}`) && name.endsWith('.json'),
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  /** Undefined when it is gone; also, and left where it is, when it cannot be read. */
  async read(name: string): Promise<SpooledPair | undefined> {
    try {
      return spooledPair.parse(JSON.parse(await readFile(join(this.folder, name), 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      if (!this.unreadable.has(name))
        this.log.error({ event: 'tokens.spool_file_unreadable', file: name, error });
      this.unreadable.add(name);
      return undefined;
    }
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }
}
