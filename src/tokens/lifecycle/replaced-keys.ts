import { Injectable } from '@nestjs/common';

import { keyIdOf, Keyring, StartRefused } from '../../foundation/index.js';
import { GrantSealing } from '../grants/grant-sealing.js';
import type { SealedPairRow } from '../sealed-rows/sealed-pair-row.js';
import type { SealedTable } from '../sealed-rows/sealed-table.js';
import { SealedTables } from '../sealed-rows/sealed-tables.js';
import { keyIdsIn } from '../sealed-rows/sealed-with.js';

/** One damaged row is not a wrong key: so many of a table are tried before the key is blamed. */
const SAMPLES = 20;

/** Rows of one table with one value of `sealed_with`. */
interface SealedAlike {
  readonly table: SealedTable;
  readonly sealedWith: string;
}

/** Knows whether each key is still the one that rows were sealed with, and not another under the same id. */
@Injectable()
export class ReplacedKeys {
  constructor(
    private readonly keyring: Keyring,
    private readonly sealing: GrantSealing,
    private readonly tables: SealedTables,
  ) {}

  /** @throws StartRefused naming the first key under whose id no row opens */
  async assertNone(): Promise<void> {
    const all: SealedAlike[] = [];
    for (const table of this.tables.all) {
      for (const sealedWith of await table.valuesOfSealedWith()) all.push({ table, sealedWith });
    }
    for (const keyId of this.keyring.keyIds) {
      const alike = all.filter(({ sealedWith }) => keyIdsIn(sealedWith).includes(keyId));
      if (alike.length > 0) await this.assertNotReplaced(keyId, alike);
    }
  }

  private async assertNotReplaced(keyId: string, alike: readonly SealedAlike[]): Promise<void> {
    for (const { table, sealedWith } of alike) {
      const samples = await table.page(sealedWith, { after: '', take: SAMPLES });
      if (samples.some((row) => this.opens(row, keyId))) return;
    }
    const counts = await Promise.all(alike.map(({ table, sealedWith }) => table.count(sealedWith)));
    const count = counts.reduce((sum, rows) => sum + rows, 0);
    const rows = count === 1 ? '1 row was' : `${count} rows were`;
    throw new StartRefused(
      `ENCRYPTION_KEYS has a key named "${keyId}", but not the one that ${rows} sealed with: ` +
        'put the old key back, or give the new one another id and keep the old one behind it.',
    );
  }

  /** A row may have a token of each of two keys, after a roll-over. */
  private opens(row: SealedPairRow, keyId: string): boolean {
    return (['accessToken', 'refreshToken'] as const).some((column) => {
      const sealed = row[column];
      return sealed !== null && keyIdOf(sealed) === keyId && this.sealing.opens(row, column, sealed);
    });
  }
}
