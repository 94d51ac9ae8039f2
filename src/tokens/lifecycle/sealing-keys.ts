import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type ObjectLiteral, Repository } from 'typeorm';

import { keyIdOf, Keyring, StartRefused } from '../../foundation/index.js';
import { GrantRow } from '../grants/grant.entity.js';
import { TokensConfig } from '../tokens.config.js';
import { PendingRevocationRow } from '../revocations/pending-revocation.entity.js';

interface SealedRow extends ObjectLiteral {
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

/**
 * Knows whether every sealed row of this app can be opened with the keys there are. Rows of another client, such as the
 * sandbox's after a move to the real LiveChat, are nothing to this process.
 */
@Injectable()
export class SealingKeys {
  constructor(
    private readonly keyring: Keyring,
    private readonly config: TokensConfig,
    @InjectRepository(GrantRow) private readonly grants: Repository<GrantRow>,
    @InjectRepository(PendingRevocationRow) private readonly revocations: Repository<PendingRevocationRow>,
  ) {}

  /** @throws StartRefused naming the missing keys, and how many rows need each */
  async assertKnown(): Promise<void> {
    const rows = [...(await this.unopenable(this.grants)), ...(await this.unopenable(this.revocations))];
    if (rows.length === 0) return;
    const missing = [...countByKey(rows, this.keyring.keyIds)].map(
      ([id, rows]) => `"${id}" (${rows} ${rows === 1 ? 'row' : 'rows'})`,
    );
    throw new StartRefused(
      `ENCRYPTION_KEYS lacks keys that the database needs: ${missing.join(', ')}. Put them back behind the first key.`,
    );
  }

  /** Compared by prefix in the database, so that only rows in trouble are read. */
  private unopenable<Row extends SealedRow>(rows: Repository<Row>): Promise<Row[]> {
    const known = this.keyring.keyIds.map((id) => `v1.${id}.`);
    const isUnknown = (column: string): string =>
      known.map((_, at) => `substr(sealed.${column}, 1, :length${at}) <> :prefix${at}`).join(' AND ');
    const parameters = known.map((prefix, at) => ({
      [`length${at}`]: prefix.length,
      [`prefix${at}`]: prefix,
    }));
    return rows
      .createQueryBuilder('sealed')
      .where('sealed.client_id = :clientId')
      .andWhere(
        `((${isUnknown('access_token')}) OR (sealed.refresh_token IS NOT NULL AND ${isUnknown('refresh_token')}))`,
      )
      .setParameters({ clientId: this.config.clientId, ...(Object.assign({}, ...parameters) as object) })
      .getMany();
  }
}

function countByKey(rows: readonly SealedRow[], known: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { accessToken, refreshToken } of rows) {
    const ids = new Set([accessToken, refreshToken].filter((text) => text !== null).map(keyIdOf));
    for (const id of ids) if (!known.includes(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
