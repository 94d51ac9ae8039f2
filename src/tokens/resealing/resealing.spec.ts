import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';

import { type EncryptionKey, Keyring, StartRefused } from '../../foundation/index.js';
import { GrantSealing } from '../grants/grant-sealing.js';
import { ReplacedKeys } from '../lifecycle/replaced-keys.js';
import { SealingKeys } from '../lifecycle/sealing-keys.js';
import { SealedTables } from '../sealed-rows/sealed-tables.js';
import { refusal } from '../testing/fake-accounts.js';
import { errorOf, until } from '../testing/outcome-of.js';
import {
  AGENT,
  encryptionKey,
  ORGANIZATION,
  OTHER_AGENT,
  type RunningCustody,
  startCustody,
} from '../testing/start-custody.js';
import { PairResealer, type ResealedBatch } from './pair-resealer.js';
import { Resealing } from './resealing.js';

const OLD = encryptionKey('old', 1);
const NEW = encryptionKey('new', 2);

/** The next process on the same database: the new key first. */
async function rotated(
  before: RunningCustody,
  keys: readonly [EncryptionKey, ...EncryptionKey[]] = [NEW, OLD],
) {
  await before.close();
  const { accounts, clock, folder } = before;
  return startCustody({ accounts, clock, folder, keys });
}

function resealingOf(custody: RunningCustody): Resealing {
  return new Resealing(
    custody.get(SealedTables),
    new PairResealer(custody.get(GrantSealing)),
    custody.get(Keyring),
    custody.get(SealingKeys),
    custody.get(ReplacedKeys),
  );
}

async function resealed(custody: RunningCustody): Promise<ResealedBatch> {
  const sum = { resealed: 0, changedMeanwhile: 0, unreadable: [] as string[] };
  for await (const batch of resealingOf(custody).batches()) {
    sum.resealed += batch.resealed;
    sum.changedMeanwhile += batch.changedMeanwhile;
    sum.unreadable.push(...batch.unreadable);
  }
  return sum;
}

async function keysOf(custody: RunningCustody, table: 'grants' | 'pending_revocations' = 'grants') {
  return (await custody.rows(table)).map((row) => row.sealed_with);
}

describe('resealing', () => {
  it('seals every pair with the first key, and leaves the tokens what they were', async () => {
    const before = await startCustody({ keys: [OLD] });
    const { grant, issued } = await before.signIn(AGENT);
    await before.signIn(OTHER_AGENT);
    const custody = await rotated(before);

    expect(await resealed(custody)).toEqual({ resealed: 2, changedMeanwhile: 0, unreadable: [] });

    expect(await keysOf(custody)).toEqual(['new', 'new']);
    const alone = await rotated(custody, [NEW]);
    expect((await alone.tokens.accessTokenFor(grant)).accessToken.equals(issued.accessToken)).toBe(true);
    await alone.tokens.renew(grant, { rejected: issued.accessToken });
    expect(alone.accounts.refreshes.at(-1)?.form.refresh_token).toBe(issued.refreshToken?.reveal());
  });

  it('changes nothing else of a row', async () => {
    const before = await startCustody({ keys: [OLD] });
    await before.signIn();
    const custody = await rotated(before);
    const pair = { access_token: '', refresh_token: '', sealed_with: '' };
    const sealedApart = (row: Record<string, unknown>) => ({ ...row, ...pair });
    const was = (await custody.rows('grants')).map(sealedApart);
    await custody.clock.advance(1_000);

    await resealed(custody);

    expect((await custody.rows('grants')).map(sealedApart)).toEqual(was);
  });

  it('takes pairs along that wait to be revoked', async () => {
    const before = await startCustody({ keys: [OLD] });
    const { grant, issued } = await before.signIn();
    before.accounts.answer('DELETE /v2/token', refusal(500, 'server_error'));
    await before.tokens.revoke(grant);
    const custody = await rotated(before);

    expect(await resealed(custody)).toMatchObject({ resealed: 1 });

    expect(await keysOf(custody, 'pending_revocations')).toEqual(['new']);
    custody.accounts.heal();
    await rotated(custody, [NEW]);
    await until(() => !custody.accounts.isAlive(issued.accessToken));
  });

  it('mends a row whose tokens were sealed with two keys', async () => {
    const before = await startCustody({ keys: [OLD] });
    const { grant, issued } = await before.signIn();
    const custody = await rotated(before);
    custody.accounts.answerFields = { refresh_token: undefined };
    await custody.tokens.renew(grant, { rejected: issued.accessToken });
    expect(await keysOf(custody)).toEqual(['new+old']);

    expect(await resealed(custody)).toMatchObject({ resealed: 1 });

    expect(await keysOf(custody)).toEqual(['new']);
  });

  it('lets a renewal end that began before it', async () => {
    const before = await startCustody({ keys: [OLD] });
    const { grant, issued } = await before.signIn();
    const custody = await rotated(before);
    custody.accounts.singleUse = true;
    const release = custody.accounts.hold('POST /v2/token');
    const caller = custody.tokens.renew(grant, { rejected: issued.accessToken });
    await until(() => custody.accounts.refreshes.length === 1);

    expect(await resealed(custody)).toMatchObject({ resealed: 1 });
    release();

    const { accessToken } = await caller;
    expect(custody.accounts.isAlive(accessToken)).toBe(true);
    expect(custody.logs.of('tokens.renewed_pair_discarded')).toEqual([]);
    expect(custody.accounts.refreshes).toHaveLength(1);
    expect(await keysOf(custody)).toEqual(['new']);
  });

  it('tells of a row that does not open once, leaves it as it is, and goes on', async () => {
    const before = await startCustody({ keys: [OLD] });
    const { grant: damaged } = await before.signIn(AGENT);
    await before.signIn(OTHER_AGENT);
    await before.database.query(`UPDATE grants SET access_token = 'v1.old.x' WHERE id = '${damaged.id}'`);
    const custody = await rotated(before);

    expect(await resealed(custody)).toEqual({ resealed: 1, changedMeanwhile: 0, unreadable: [damaged.id] });

    expect(await custody.rows('grants')).toContainEqual(
      expect.objectContaining({ id: damaged.id, access_token: 'v1.old.x' }),
    );
    expect(await resealingOf(custody).remaining()).toBe(1);
  });

  it('leaves the rows of another client alone', async () => {
    const before = await startCustody({ keys: [OLD] });
    await before.signIn();
    await before.database.query(`UPDATE grants SET client_id = 'another'`);
    const custody = await rotated(before);

    expect(await resealed(custody)).toMatchObject({ resealed: 0, unreadable: [] });

    expect(await keysOf(custody)).toEqual(['old']);
  });

  it('goes on where it stopped', async () => {
    const before = await startCustody({ keys: [OLD] });
    for (let agent = 0; agent < 600; agent += 1) {
      await before.signIn({ organizationId: ORGANIZATION, accountId: randomUUID() });
    }
    const custody = await rotated(before);
    for await (const batch of resealingOf(custody).batches()) {
      expect(batch.resealed).toBe(500);
      break;
    }
    expect(await resealingOf(custody).remaining()).toBe(100);

    expect(await resealed(custody)).toMatchObject({ resealed: 100 });

    expect(new Set(await keysOf(custody))).toEqual(new Set(['new']));
  });

  it('is refused without a key that the rows need, as a start is', async () => {
    const before = await startCustody({ keys: [OLD] });
    await before.signIn();
    const custody = await rotated(before);
    await custody.database.query(`UPDATE grants SET access_token = replace(access_token, '.old.', '.lost.')`);

    const error = await errorOf(resealingOf(custody).assertPossible());

    expect(error).toBeInstanceOf(StartRefused);
    expect(error.message).toContain('"lost" (1 row)');
  });
});

describe('a row that a server writes between the look at it and the resealed pair', () => {
  async function lookedAt() {
    const before = await startCustody({ keys: [OLD] });
    const { grant, issued } = await before.signIn();
    const custody = await rotated(before);
    const [grants] = custody.get(SealedTables).all;
    const [row] = await grants!.page('old', { after: '', take: 1 });
    const sealing = custody.get(GrantSealing);
    const change = { row: row!, pair: sealing.seal(row!, sealing.open(row!, row!)) };
    return { custody, grant, issued, put: () => grants!.replacePairs([change]) };
  }

  it('keeps the renewed pair', async () => {
    const { custody, grant, issued, put } = await lookedAt();
    const { accessToken } = await custody.tokens.renew(grant, { rejected: issued.accessToken });

    expect(await put()).toBe(0);

    const next = await rotated(custody, [NEW]);
    expect((await next.tokens.accessTokenFor(grant)).accessToken.equals(accessToken)).toBe(true);
  });

  it('keeps a renewed pair without a refresh token of its own', async () => {
    const { custody, grant, issued, put } = await lookedAt();
    custody.accounts.answerFields = { refresh_token: undefined };
    await custody.tokens.renew(grant, { rejected: issued.accessToken });

    expect(await put()).toBe(0);
    expect(await keysOf(custody)).toEqual(['new+old']);
  });

  it('stays deleted', async () => {
    const { custody, grant, put } = await lookedAt();
    await custody.tokens.revoke(grant);

    expect(await put()).toBe(0);
    expect(await custody.rows('grants')).toEqual([]);
  });

  it('is written when nothing came between', async () => {
    const { custody, put } = await lookedAt();

    expect(await put()).toBe(1);
    expect(await keysOf(custody)).toEqual(['new']);
  });
});
