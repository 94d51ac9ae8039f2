import { getRepositoryToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

import { Clock, DatabaseChanges, HttpConfig, Keyring, Log } from '../../../foundation/index.js';
import { SqliteChanges } from '../../../foundation/database/sqlite/sqlite-changes.js';
import { AccountsHttp } from '../../endpoint/accounts-http.js';
import { CustodyBackground } from '../../lifecycle/custody-background.js';
import { DatabaseIdentity } from '../../renewals/database-identity.js';
import { Spool } from '../../renewals/spool.js';
import { TokensConfig } from '../../tokens.config.js';
import { tokensEntities } from '../../tokens.schema.js';
import { TokensService } from '../../tokens.service.js';
import { encryptionKey, httpConfig, tokensConfig } from '../start-custody.js';
import { LiveChatLine } from './livechat-line.js';
import type { LiveChatDesk } from './livechat-desk.js';
import type { ProcessLife } from './process-life.js';
import { type Disk, SpoolInMemory } from './spool-in-memory.js';
import { TOKEN_LIFETIME_MS } from './livechat-model.js';
import { Wiring } from './wiring.js';

export const settings = tokensConfig('http://livechat.invalid', {
  renewBeforeExpiryMs: TOKEN_LIFETIME_MS / 2,
  tokenEndpointTimeoutMs: 10_000,
});

export const keyring = new Keyring([encryptionKey('k1')]);

/** What a process finds around it. */
export interface Surroundings {
  readonly life: ProcessLife;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: DataSource;
  readonly desk: LiveChatDesk;
  readonly disk: Disk;
}

/**
 * Starts the room in a process of its own, as one of several replicas: all that decides is the product's own code.
 *
 * Unlike an SQLite server's start it lets the leases of others be.
 */
export async function startReplica({
  life,
  clock,
  log,
  database,
  desk,
  disk,
}: Surroundings): Promise<TokensService> {
  const wiring = new Wiring(
    new Map<string | object, unknown>([
      [Clock, clock],
      [Log, log],
      [Keyring, keyring],
      [HttpConfig, httpConfig('nowhere')],
      [TokensConfig, settings],
      [AccountsHttp, new LiveChatLine(settings, clock, life, desk)],
      ...tokensEntities.map(
        (entity) => [getRepositoryToken(entity), database.getRepository(entity)] as const,
      ),
    ]),
  );
  const changes = new SqliteChanges(database, clock);
  wiring.give(DatabaseChanges, changes);
  const identity = wiring.get(DatabaseIdentity);
  wiring.give(
    Spool,
    new SpoolInMemory({ http: wiring.get(HttpConfig), database: identity, log }, disk, life),
  );
  await identity.onModuleInit();
  changes.onModuleInit();
  await wiring.get(CustodyBackground).start();
  return wiring.get(TokensService);
}
