import { describe, expect, it } from '@jest/globals';

import { startAuthApp } from '../testing/auth-app.js';
import { ORGANIZATION } from '../testing/fake-tokens.js';
import { databaseFile, writeFromOutside } from '../testing/foreign-process.js';
import { ApiKeys } from './api-keys.js';
import type { CreatedApiKey } from './api-key.js';
import { StoredApiKey } from './stored-api-key.entity.js';

const HOUR_MS = 3_600_000;

async function oneKey(options?: { database: string }) {
  const auth = await startAuthApp(options && { database: `sqlite:${options.database}` });
  const keys = auth.app.get(ApiKeys);
  const created = await keys.create({
    role: 'caller',
    organizationId: ORGANIZATION,
    name: 'export',
    expiresInMs: 100 * HOUR_MS,
    allow: ['agent/action/list_*'],
  });
  const rotate = async (overlapMs: number): Promise<CreatedApiKey> => {
    const rotated = await keys.rotate(created.id, { overlapMs });
    if (!rotated) throw new Error('it was not rotated');
    return rotated;
  };
  /** Whether the key is good, by each way that a request may take. */
  const isGood = async ({ key }: { key: string }): Promise<boolean> => {
    const found = await keys.find(key);
    expect(keys.known(key)).toEqual(found);
    return found !== undefined;
  };
  return { auth, keys, created, rotate, isGood };
}

describe('a key that is rotated', () => {
  it('keeps everything but its secret', async () => {
    const { auth, keys, created, rotate } = await oneKey();
    await keys.find(created.key);
    const [before] = await keys.list();
    await auth.clock.advance(HOUR_MS);

    const { key, ...rotated } = await rotate(24 * HOUR_MS);

    expect(key).toMatch(new RegExp(`^lcab_${created.id}_[\\w-]{43}$`));
    expect(key).not.toBe(created.key);
    expect(rotated).toEqual({ ...before, previousUntil: auth.clock.now() + 24 * HOUR_MS });
    expect(rotated).toMatchObject({ organizationId: ORGANIZATION, name: 'export' });
    expect(await keys.list()).toEqual([rotated]);
  });

  it('is good with both secrets until the overlap ends, then with the new one alone', async () => {
    const { auth, created, rotate, isGood } = await oneKey();

    const rotated = await rotate(2 * HOUR_MS);

    await auth.clock.advance(2 * HOUR_MS - 1);
    expect([await isGood(created), await isGood(rotated)]).toEqual([true, true]);
    await auth.clock.advance(1);
    expect([await isGood(created), await isGood(rotated)]).toEqual([false, true]);
  });

  it('is good no more with the old secret at once without an overlap', async () => {
    const { created, rotate, isGood } = await oneKey();
    const first = await rotate(HOUR_MS);

    const second = await rotate(0);

    expect(second.previousUntil).toBeUndefined();
    expect([await isGood(created), await isGood(first), await isGood(second)]).toEqual([false, false, true]);
  });

  it('has two secrets at most: a second rotation ends the oldest one', async () => {
    const { auth, created, rotate, isGood } = await oneKey();
    const first = await rotate(24 * HOUR_MS);
    await auth.clock.advance(HOUR_MS);

    const second = await rotate(HOUR_MS);

    expect([await isGood(created), await isGood(first), await isGood(second)]).toEqual([false, true, true]);
    await auth.clock.advance(HOUR_MS);
    expect([await isGood(first), await isGood(second)]).toEqual([false, true]);
  });

  it('has one good secret and the one before it when two rotate it at once', async () => {
    const { created, rotate, isGood } = await oneKey();

    const rotated = await Promise.all([rotate(HOUR_MS), rotate(HOUR_MS)]);

    expect(await isGood(created)).toBe(false);
    expect(await Promise.all(rotated.map(isGood))).toEqual([true, true]);
  });

  it('ends with both secrets when it is revoked', async () => {
    const { keys, created, rotate, isGood } = await oneKey();
    const rotated = await rotate(24 * HOUR_MS);

    await keys.revoke(created.id);

    expect([await isGood(created), await isGood(rotated)]).toEqual([false, false]);
  });

  it('ends with both secrets when it expires, whatever the overlap', async () => {
    const { auth, created, rotate, isGood } = await oneKey();

    const rotated = await rotate(1_000 * HOUR_MS);

    expect(rotated.previousUntil).toBe(created.expiresAt);
    await auth.clock.advance(100 * HOUR_MS);
    expect([await isGood(created), await isGood(rotated)]).toEqual([false, false]);
  });

  it('has neither secret in the database or in the log', async () => {
    const { auth, created, rotate } = await oneKey();

    const rotated = await rotate(HOUR_MS);

    const rows = JSON.stringify(await auth.database.getRepository(StoredApiKey).find());
    for (const { key } of [created, rotated]) {
      const secret = key.slice(`lcab_${created.id}_`.length);
      expect(rows).not.toContain(secret);
      expect(auth.logLines.texts.join('\n')).not.toContain(secret);
    }
    expect(auth.logLines.texts.join('\n')).toContain('auth.api_key_rotated');
  });

  it('is not found with a secret that it never had', async () => {
    const { keys, created, rotate, isGood } = await oneKey();
    const other = await keys.create({ role: 'caller' });
    await rotate(HOUR_MS);

    expect(await isGood({ key: `lcab_${created.id}_${other.key.slice(18)}` })).toBe(false);
    expect(await isGood({ key: `lcab_${other.id}_${created.key.slice(18)}` })).toBe(false);
  });

  it('is good no more with the old secret within two seconds of being rotated by another process', async () => {
    const file = databaseFile();
    const { auth, created, isGood } = await oneKey({ database: file });
    expect(await isGood(created)).toBe(true);
    writeFromOutside(file, `UPDATE auth_api_keys SET secret_digest = 'another'`);

    await auth.clock.advance(2_000);

    expect(await isGood(created)).toBe(false);
  });
});

describe('a key that cannot be rotated', () => {
  it('is one that is revoked, expired or nobody’s', async () => {
    const { auth, keys, created } = await oneKey();
    const revoked = await keys.create({ role: 'caller' });
    await keys.revoke(revoked.id);
    await auth.clock.advance(100 * HOUR_MS);
    const before = await auth.database.getRepository(StoredApiKey).find();

    for (const { id } of [created, revoked, { id: 'no-such-key' }])
      expect(await keys.rotate(id, { overlapMs: HOUR_MS })).toBeUndefined();

    expect(await auth.database.getRepository(StoredApiKey).find()).toEqual(before);
  });
});
