import { describe, expect, it } from '@jest/globals';

import { startAuthApp } from '../testing/auth-app.js';
import { ORGANIZATION } from '../testing/fake-tokens.js';
import { databaseFile, writeFromOutside } from '../testing/foreign-process.js';
import { ApiKeys } from './api-keys.js';
import { StoredApiKey } from './stored-api-key.entity.js';

async function apiKeys(options?: { database: string }) {
  const auth = await startAuthApp(options && { database: `sqlite:${options.database}` });
  return { auth, keys: auth.app.get(ApiKeys) };
}

describe('an API key', () => {
  it('is found by its text alone', async () => {
    const { keys } = await apiKeys();

    const created = await keys.create({ role: 'caller', organizationId: ORGANIZATION, name: 'reports' });

    expect(created.key).toMatch(/^lcab_[0-9a-f]{12}_[\w-]{43}$/);
    expect(created.key).toContain(`lcab_${created.id}_`);
    expect(await keys.find(created.key)).toMatchObject({
      id: created.id,
      role: 'caller',
      organizationId: ORGANIZATION,
      name: 'reports',
    });
  });

  it('is not in the database, nor in the log', async () => {
    const { auth, keys } = await apiKeys();

    const { key, id } = await keys.create({ role: 'operator' });

    const secret = key.slice(`lcab_${id}_`.length);
    expect(JSON.stringify(await auth.database.getRepository(StoredApiKey).find())).not.toContain(secret);
    expect(auth.logLines.texts.join('\n')).not.toContain(secret);
  });

  it('is not found with another secret, another id or anything around it', async () => {
    const { keys } = await apiKeys();
    const { key } = await keys.create({ role: 'caller' });
    const other = await keys.create({ role: 'caller' });
    const secretOf = (text: string) => text.slice(18);

    const wrong = [
      `lcab_${other.id}_${secretOf(key)}`,
      key.slice(0, -1),
      `${key}A`,
      ` ${key}`,
      key.toUpperCase(),
      key.replace('lcab_', ''),
      `lcab_${'0'.repeat(12)}_${secretOf(key)}`,
      '',
    ];

    for (const text of wrong) expect(await keys.find(text)).toBeUndefined();
  });

  it('is good no more once it is revoked', async () => {
    const { keys } = await apiKeys();
    const { key, id } = await keys.create({ role: 'caller' });
    await keys.find(key);

    expect(await keys.revoke(id)).toBe(true);

    expect(await keys.find(key)).toBeUndefined();
    expect(await keys.revoke(id)).toBe(false);
    expect(await keys.revoke('no-such-key')).toBe(false);
  });

  it('is good until it expires, and told apart then only by who has its secret', async () => {
    const { auth, keys } = await apiKeys();
    const { key, id } = await keys.create({ role: 'caller', expiresInMs: 60_000 });
    await auth.clock.advance(59_999);
    expect([await keys.find(key), keys.isExpired(key)]).toEqual([expect.objectContaining({ id }), false]);
    expect(keys.known(key)).toBeDefined();

    await auth.clock.advance(1);

    expect(keys.known(key)).toBeUndefined();
    expect([await keys.find(key), keys.isExpired(key)]).toEqual([undefined, true]);
    expect(keys.isExpired(`lcab_${id}_${'A'.repeat(43)}`)).toBe(false);
    await keys.revoke(id);
    expect([await keys.find(key), keys.isExpired(key)]).toEqual([undefined, false]);
  });

  it('is made with sound patterns of actions, or not at all', async () => {
    const { keys } = await apiKeys();

    await expect(keys.create({ role: 'caller', allow: ['reports/*'] })).rejects.toThrow('reports/*: ');
    await expect(keys.create({ role: 'caller', allow: [] })).rejects.toThrow('1 to 50');

    expect(await keys.list()).toEqual([]);
  });

  it('is good no more within two seconds of being revoked by another process', async () => {
    const file = databaseFile();
    const { auth, keys } = await apiKeys({ database: file });
    const { key } = await keys.create({ role: 'caller' });
    await keys.find(key);
    writeFromOutside(file, 'UPDATE auth_api_keys SET revoked_at = 1');

    await auth.clock.advance(2_000);

    expect(await keys.find(key)).toBeUndefined();
  });

  it('made by another process is good at once', async () => {
    const file = databaseFile();
    const { keys } = await apiKeys({ database: file });
    const other = await apiKeys({ database: file });

    const { key } = await other.keys.create({ role: 'caller' });

    expect(await keys.find(key)).toBeDefined();
  });

  it('needs no database once it was used', async () => {
    const { auth, keys } = await apiKeys();
    const { key } = await keys.create({ role: 'caller' });
    await keys.find(key);
    await auth.database.getRepository(StoredApiKey).clear(); // by our own connection, which drops no cache

    expect(await keys.find(key)).toBeDefined();
  });

  it('can be bound to an organization later', async () => {
    const { keys } = await apiKeys();
    const { key, id } = await keys.create({ role: 'caller' });
    await keys.find(key);

    await keys.bind(id, ORGANIZATION);

    expect(await keys.find(key)).toMatchObject({ organizationId: ORGANIZATION });
  });

  it('is bound to its organization in lower case, as LiveChat’s ids are kept', async () => {
    const { keys } = await apiKeys();
    const created = await keys.create({ role: 'caller', organizationId: ORGANIZATION.toUpperCase() });
    const bound = await keys.create({ role: 'caller' });
    await keys.bind(bound.id, ORGANIZATION.toUpperCase());

    expect(created.organizationId).toBe(ORGANIZATION);
    for (const { key } of [created, bound]) {
      expect(await keys.find(key)).toMatchObject({ organizationId: ORGANIZATION });
    }
  });

  it('notes its last use, at most once in ten minutes', async () => {
    const { auth, keys } = await apiKeys();
    const { key } = await keys.create({ role: 'caller' });
    const lastUses: (number | undefined)[] = [];
    for (let minutes = 0; minutes <= 12; minutes += 6) {
      expect(keys.known(key) ?? (await keys.find(key))).toBeDefined(); // as callers are found
      lastUses.push((await keys.list())[0]?.lastUsedAt);
      await auth.clock.advance(6 * 60_000);
    }

    const [first = 0] = lastUses;
    expect(lastUses).toEqual([first, first, first + 12 * 60_000]);
  });

  it('stays good while the database takes no writes', async () => {
    const { auth, keys } = await apiKeys();
    const { key } = await keys.create({ role: 'caller' });
    await auth.database.query('PRAGMA query_only = ON');

    expect(await keys.find(key)).toBeDefined();
    await auth.database.query('PRAGMA query_only = OFF');
  });

  it('is listed without its secret, also when it is revoked', async () => {
    const { auth, keys } = await apiKeys();
    const first = await keys.create({ role: 'caller', name: 'first' });
    await auth.clock.advance(1);
    const second = await keys.create({ role: 'operator' });
    await keys.revoke(first.id);

    const listed = await keys.list();

    expect(listed.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(listed[0]).toEqual({
      id: first.id,
      role: 'caller',
      name: 'first',
      createdAt: first.createdAt,
      revokedAt: auth.clock.now(),
    });
  });
});
