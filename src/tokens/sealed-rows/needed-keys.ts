import { Injectable } from '@nestjs/common';

import { Keyring } from '../../foundation/index.js';
import { SealedTables } from './sealed-tables.js';
import { keyIdsIn } from './sealed-with.js';
import { SpooledKeys } from './spooled-keys.js';

/** How much cannot be opened without a key. */
export interface KeyNeed {
  readonly keyId: string;
  readonly rows: number;
  readonly spooledPairs: number;
}

/** Counts what keys are needed for, in the database and in the spool. */
@Injectable()
export class NeededKeys {
  constructor(
    private readonly tables: SealedTables,
    private readonly spooled: SpooledKeys,
    private readonly keyring: Keyring,
  ) {}

  /** The keys that are needed, and not there. */
  missing(): Promise<readonly KeyNeed[]> {
    return this.needs((keyId) => !this.keyring.keyIds.includes(keyId));
  }

  /** Every key behind the first, also one that nothing needs any more. */
  async behindTheFirst(): Promise<readonly KeyNeed[]> {
    const behind = this.keyring.keyIds.filter((keyId) => keyId !== this.keyring.sealingKeyId);
    const needs = await this.needs((keyId) => behind.includes(keyId));
    return summed([...behind.map((keyId) => ({ keyId, rows: 0, spooledPairs: 0 })), ...needs]);
  }

  private async needs(isInQuestion: (keyId: string) => boolean): Promise<readonly KeyNeed[]> {
    const needs: KeyNeed[] = [];
    for (const table of this.tables.all) {
      for (const sealedWith of await table.valuesOfSealedWith()) {
        const keyIds = keyIdsIn(sealedWith).filter(isInQuestion);
        if (keyIds.length === 0) continue; // not counted: a key that is not in question may have millions
        const rows = await table.count(sealedWith);
        needs.push(...keyIds.map((keyId) => ({ keyId, rows, spooledPairs: 0 })));
      }
    }
    for (const keyIds of await this.spooled.ofEachPair()) {
      needs.push(...keyIds.filter(isInQuestion).map((keyId) => ({ keyId, rows: 0, spooledPairs: 1 })));
    }
    return summed(needs);
  }
}

function summed(needs: readonly KeyNeed[]): readonly KeyNeed[] {
  const sums = new Map<string, KeyNeed>();
  for (const { keyId, rows, spooledPairs } of needs) {
    const sum = sums.get(keyId);
    sums.set(keyId, {
      keyId,
      rows: rows + (sum?.rows ?? 0),
      spooledPairs: spooledPairs + (sum?.spooledPairs ?? 0),
    });
  }
  return [...sums.values()];
}
