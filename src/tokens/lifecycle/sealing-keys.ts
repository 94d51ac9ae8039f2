import { Injectable } from '@nestjs/common';

import { StartRefused } from '../../foundation/index.js';
import { type KeyNeed, NeededKeys } from '../sealed-rows/needed-keys.js';

/**
 * Knows whether the keys there are open everything that is stored.
 *
 * The spool too: a pair from it takes the place of the one in its row, and must not do so when nobody can open it.
 */
@Injectable()
export class SealingKeys {
  constructor(private readonly needed: NeededKeys) {}

  /** @throws StartRefused naming the missing keys, and how many rows need each */
  async assertKnown(): Promise<void> {
    const missing = await this.needed.missing();
    if (missing.length === 0) return;
    const keys = missing.map((need) => `"${need.keyId}" (${amountOf(need)})`);
    throw new StartRefused(
      `ENCRYPTION_KEYS lacks keys that the database needs: ${keys.join(', ')}. Put them back behind the first key.`,
    );
  }
}

function amountOf({ rows, spooledPairs }: KeyNeed): string {
  const inRows = rows > 0 ? [`${rows} ${rows === 1 ? 'row' : 'rows'}`] : [];
  const inSpool =
    spooledPairs > 0 ? [`${spooledPairs} renewed ${spooledPairs === 1 ? 'pair' : 'pairs'} in the spool`] : [];
  return [...inRows, ...inSpool].join(', ');
}
