import { describe, expect, it } from '@jest/globals';

import { GrantSealing } from '../grants/grant-sealing.js';
import { ReplacedKeys } from '../lifecycle/replaced-keys.js';
import { SealingKeys } from '../lifecycle/sealing-keys.js';
import { AGENT, encryptionKey, OTHER_AGENT, startCustody } from '../testing/start-custody.js';
import { planOf, statementsDuring } from '../testing/statements.js';
import { NeededKeys } from './needed-keys.js';
import { SealedTables } from './sealed-tables.js';

const OLD = encryptionKey('old', 1);
const NEW = encryptionKey('new', 2);

/** Rows sealed with the old key and with the new one. */
async function whileRotating() {
  const before = await startCustody({ keys: [OLD] });
  await before.signIn(AGENT);
  await before.close();
  const { accounts, clock, folder } = before;
  const custody = await startCustody({ accounts, clock, folder, keys: [NEW, OLD] });
  await custody.signIn(OTHER_AGENT);
  return custody;
}

describe('a table of sealed pairs', () => {
  it('knows each key once, and how many rows have it', async () => {
    const custody = await whileRotating();
    const [grants, revocations] = custody.get(SealedTables).all;

    expect(await grants!.valuesOfSealedWith()).toEqual(['new', 'old']);
    expect([await grants!.count('new'), await grants!.count('old'), await grants!.count('none')]).toEqual([
      1, 1, 0,
    ]);
    expect(await revocations!.valuesOfSealedWith()).toEqual([]);
  });

  it('is never read from end to end: a start is as fast with a million rows', async () => {
    const custody = await whileRotating();

    const statements = await statementsDuring(custody.database, async () => {
      await custody.get(SealingKeys).assertKnown();
      await custody.get(ReplacedKeys).assertNone();
      await custody.get(NeededKeys).behindTheFirst();
    });

    expect(statements.length).toBeGreaterThan(5);
    for (const statement of statements) {
      expect(await planOf(custody.database, statement)).toEqual([
        expect.stringMatching(
          /^SEARCH .* USING (COVERING )?INDEX ix_(grants|pending_revocations)_sealed_with/,
        ),
      ]);
    }
  });

  it('finds the rows of a batch by their ids', async () => {
    const custody = await whileRotating();
    const [grants] = custody.get(SealedTables).all;
    const sealing = custody.get(GrantSealing);
    const rows = await grants!.page('old', { after: '', take: 10 });
    const changes = rows.map((row) => ({ row, pair: sealing.seal(row, sealing.open(row, row)) }));

    const [update] = await statementsDuring(custody.database, () => grants!.replacePairs(changes));

    const plan = await planOf(custody.database, update!);
    expect(plan).toContainEqual(expect.stringMatching(/^SEARCH grants USING INDEX .*\(id=\?\)$/));
    expect(plan.join('\n')).not.toContain('SCAN grants');
  });

  it('counts no rows of a key that is there: with all keys known a start asks for no count', async () => {
    const custody = await whileRotating();

    const statements = await statementsDuring(custody.database, async () => {
      await custody.get(SealingKeys).assertKnown();
      await custody.get(ReplacedKeys).assertNone();
    });

    expect(statements.filter(({ sql }) => sql.includes('COUNT('))).toEqual([]);
  });
});
