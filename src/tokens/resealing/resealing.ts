import { Injectable } from '@nestjs/common';

import { Keyring } from '../../foundation/index.js';
import { ReplacedKeys } from '../lifecycle/replaced-keys.js';
import { SealingKeys } from '../lifecycle/sealing-keys.js';
import type { SealedTable } from '../sealed-rows/sealed-table.js';
import { SealedTables } from '../sealed-rows/sealed-tables.js';
import { PairResealer, type ResealedBatch } from './pair-resealer.js';

/** A row may be written behind the place that a pass has come to, with a key that is not the first. */
const PASSES = 3;

/**
 * Seals every row with the first key, while servers go on working.
 *
 * What is done is seen in the rows themselves: so it may be stopped anywhere, and begun again.
 */
@Injectable()
export class Resealing {
  constructor(
    private readonly tables: SealedTables,
    private readonly resealer: PairResealer,
    private readonly keyring: Keyring,
    private readonly keys: SealingKeys,
    private readonly replaced: ReplacedKeys,
  ) {}

  /** @throws StartRefused when a key is missing, or is another under its id: as a server's start would be */
  async assertPossible(): Promise<void> {
    await this.keys.assertKnown();
    await this.replaced.assertNone();
  }

  /** How many rows are not sealed with the first key alone. */
  async remaining(): Promise<number> {
    let remaining = 0;
    for (const table of this.tables.all) {
      for (const sealedWith of await this.oldValuesOf(table)) remaining += await table.count(sealedWith);
    }
    return remaining;
  }

  /** Works from one batch to the next as they are asked for. Rows that do not open are told of once. */
  async *batches(): AsyncGenerator<ResealedBatch> {
    const unreadable = new Set<string>();
    for (let pass = 0; pass < PASSES; pass += 1) {
      let resealed = 0;
      for await (const batch of this.pass()) {
        const news = batch.unreadable.filter((id) => !unreadable.has(id));
        for (const id of news) unreadable.add(id);
        resealed += batch.resealed;
        yield { ...batch, unreadable: news };
      }
      if (resealed === 0) return;
    }
  }

  private async *pass(): AsyncGenerator<ResealedBatch> {
    for (const table of this.tables.all) {
      for (const sealedWith of await this.oldValuesOf(table)) yield* this.resealer.batches(table, sealedWith);
    }
  }

  private async oldValuesOf(table: SealedTable): Promise<readonly string[]> {
    const values = await table.valuesOfSealedWith();
    return values.filter((sealedWith) => sealedWith !== this.keyring.sealingKeyId);
  }
}
