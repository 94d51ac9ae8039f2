import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';

import { keyIdOf, Keyring, StartRefused } from '../../foundation/index.js';
import { GrantSealing } from '../grants/grant-sealing.js';
import { GrantRow } from '../grants/grant.entity.js';
import { PendingRevocationRow } from '../revocations/pending-revocation.entity.js';
import { TokensConfig } from '../tokens.config.js';

/** One damaged row is not a wrong key: so many of a table are tried before the key is blamed. */
const SAMPLES = 20;

type SealedRow = GrantRow | PendingRevocationRow;

/** Knows whether each key is still the one that rows were sealed with, and not another under the same id. */
@Injectable()
export class ReplacedKeys {
  constructor(
    private readonly keyring: Keyring,
    private readonly sealing: GrantSealing,
    private readonly config: TokensConfig,
    @InjectRepository(GrantRow) private readonly grants: Repository<GrantRow>,
    @InjectRepository(PendingRevocationRow) private readonly revocations: Repository<PendingRevocationRow>,
  ) {}

  /** @throws StartRefused naming the first key under whose id no row opens */
  async assertNone(): Promise<void> {
    for (const keyId of this.keyring.keyIds) await this.assertNotReplaced(keyId);
  }

  private async assertNotReplaced(keyId: string): Promise<void> {
    const [grants, grantCount] = await this.sealedWith(keyId, this.grants);
    const [revocations, revocationCount] = await this.sealedWith(keyId, this.revocations);
    const count = grantCount + revocationCount;
    if (count === 0 || [...grants, ...revocations].some((row) => this.opens(row, keyId))) return;
    const rows = count === 1 ? '1 row was' : `${count} rows were`;
    throw new StartRefused(
      `ENCRYPTION_KEYS has a key named "${keyId}", but not the one that ${rows} sealed with: ` +
        'put the old key back, or give the new one another id and keep the old one behind it.',
    );
  }

  private sealedWith<Row extends SealedRow>(keyId: string, rows: Repository<Row>): Promise<[Row[], number]> {
    const prefix = `v1.${keyId}.`;
    const isSealedSo = (column: string): string => `substr(sealed.${column}, 1, :length) = :prefix`;
    return rows
      .createQueryBuilder('sealed')
      .where('sealed.client_id = :clientId', { clientId: this.config.clientId })
      .andWhere(`(${isSealedSo('access_token')} OR ${isSealedSo('refresh_token')})`)
      .setParameters({ length: prefix.length, prefix })
      .take(SAMPLES)
      .getManyAndCount();
  }

  /** A row may have a token of each of two keys, after a roll-over. */
  private opens(row: SealedRow, keyId: string): boolean {
    return (['accessToken', 'refreshToken'] as const).some((column) => {
      const sealed = row[column];
      return sealed !== null && keyIdOf(sealed) === keyId && this.sealing.opens(row, column, sealed);
    });
  }
}
