import { emptyFolder } from '../../../../test/support/folders.js';
import { LogLines } from '../../../../test/support/log-lines.js';
import { ManualClock } from '../../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../../test/support/opened.js';
import type { Log } from '../../../foundation/index.js';
import { GrantSealing } from '../../grants/grant-sealing.js';
import { Luck } from './luck.js';
import { SharedDatabase } from './shared-database.js';
import { keyring, settings } from './start-replica.js';
import { StoredGrants } from './stored-grants.js';
import { Turns } from './turns.js';

/** What all runs share, one after the other: opening it takes longer than a run. */
export interface Ground {
  readonly turns: Turns;
  readonly luck: Luck;
  readonly clock: ManualClock;
  readonly database: SharedDatabase;
  readonly stored: StoredGrants;
  readonly log: Log;
  /** What happened in some run: rules that nothing put to the test hold for nothing. */
  readonly seen: Set<string>;
}

export async function openGround(): Promise<Ground> {
  const path = `${emptyFolder()}/test.sqlite`;
  const turns = new Turns();
  const clock = new ManualClock(undefined, () => turns.settle());
  const database = await SharedDatabase.open(path, clock);
  closeAfterTest(() => database.close());
  const stored = new StoredGrants(path, new GrantSealing(keyring, settings));
  closeAfterTest(() => {
    stored.close();
  });
  const log = new LogLines('silent').log;
  return { turns, luck: new Luck(), clock, database, stored, log, seen: new Set() };
}
