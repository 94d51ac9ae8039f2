import { describe, expect, it } from '@jest/globals';

import { type AuthApp, startAuthApp } from '../testing/auth-app.js';
import { ACCOUNT, issuedTokens, ORGANIZATION, OTHER_ORGANIZATION } from '../testing/fake-tokens.js';
import { databaseFile, writeFromOutside } from '../testing/foreign-process.js';
import { Sessions } from './sessions.js';
import { StoredSession } from './stored-session.entity.js';

const MINUTE = 60_000;
const grant = { id: 'grant-1', organizationId: ORGANIZATION, accountId: ACCOUNT };

/** The test's sessions are idle for an hour and last a day. */
async function openSession(options?: { database?: string }) {
  const auth = await startAuthApp(options && { database: `sqlite:${options.database ?? ''}` });
  auth.tokens.generations.set(ORGANIZATION, 1);
  const sessions = auth.app.get(Sessions);
  return { auth, sessions, ...(await sessions.open(grant, 1)) };
}

const rowsOf = (auth: AuthApp) => auth.database.getRepository(StoredSession);

describe('a session', () => {
  it('is found by the id in its cookie', async () => {
    const { sessions, id, cookie } = await openSession();

    expect(cookie).toContain(`livechat_session=${id};`);
    expect(await sessions.find(id)).toMatchObject({ grant, generation: 1 });
  });

  it('leaves neither its id nor anything that opens it in the database', async () => {
    const { auth, id } = await openSession();

    const stored = JSON.stringify(await rowsOf(auth).find());

    expect(stored).not.toContain(id);
    expect(stored).toContain(ORGANIZATION);
  });

  it.each(['', 'x', 'A'.repeat(42), 'A'.repeat(43), 'A'.repeat(44), `${'A'.repeat(42)}\u0000`])(
    'is not found by %j',
    async (id) => {
      const { sessions } = await openSession();

      expect(await sessions.find(id)).toBeUndefined();
    },
  );

  it('is not found by its digest', async () => {
    const { auth, sessions } = await openSession();
    const [row] = await rowsOf(auth).find();

    expect(await sessions.find(row?.idDigest ?? '')).toBeUndefined();
  });

  it('needs no database once it was found', async () => {
    const { auth, sessions, id } = await openSession();
    await rowsOf(auth).clear(); // by our own connection, which drops no cache

    expect(await sessions.find(id)).toBeDefined();
  });

  it('is found by a process that did not open it', async () => {
    const file = databaseFile();
    const { id } = await openSession({ database: file });
    const other = await startAuthApp({ database: `sqlite:${file}` });
    other.tokens.generations.set(ORGANIZATION, 1);

    expect(await other.app.get(Sessions).find(id)).toMatchObject({ grant });
  });

  it('ends when it is ended', async () => {
    const { sessions, id } = await openSession();

    await sessions.end(id);

    expect(await sessions.find(id)).toBeUndefined();
  });

  it('ends within two seconds when another process ended it', async () => {
    const file = databaseFile();
    const { auth, sessions, id } = await openSession({ database: file });
    writeFromOutside(file, 'DELETE FROM auth_sessions');

    await auth.clock.advance(2_000);

    expect(await sessions.find(id)).toBeUndefined();
  });

  it('ends with all of its account, and leaves those of others', async () => {
    const { auth, sessions, id } = await openSession();
    const sibling = await sessions.open(grant, 1);
    auth.tokens.generations.set(OTHER_ORGANIZATION, 1);
    const elsewhere = await sessions.open({ ...grant, organizationId: OTHER_ORGANIZATION }, 1);
    const colleague = await sessions.open({ ...grant, accountId: 'another' }, 1);

    await sessions.endAllOf(grant);

    expect(await sessions.find(id)).toBeUndefined();
    expect(await sessions.find(sibling.id)).toBeUndefined();
    expect(await sessions.find(elsewhere.id)).toBeDefined();
    expect(await sessions.find(colleague.id)).toBeDefined();
  });

  it('ends when the installation moves on, also after it was installed again', async () => {
    const { auth, sessions, id } = await openSession();

    auth.tokens.generations.delete(ORGANIZATION);
    const whileUninstalled = await sessions.find(id);
    auth.tokens.generations.set(ORGANIZATION, 2);

    expect(whileUninstalled).toBeUndefined();
    expect(await sessions.find(id)).toBeUndefined();
  });

  it('ends after an hour without a request', async () => {
    const { auth, sessions, id } = await openSession();

    await auth.clock.advance(60 * MINUTE - 1);
    const justBefore = await rowsOf(auth).find();
    await auth.clock.advance(1);

    expect(justBefore).toHaveLength(1);
    expect(await sessions.find(id)).toBeUndefined();
  });

  it('lives on with requests, and ends after a day all the same', async () => {
    const { auth, sessions, id } = await openSession();
    for (let minutes = 0; minutes < 24 * 60 - 50; minutes += 50) {
      expect(await sessions.find(id)).toBeDefined();
      await auth.clock.jump(50 * MINUTE);
    }
    const lastHour = await sessions.find(id);
    await auth.clock.jump(50 * MINUTE);

    expect(lastHour).toBeDefined();
    expect(await sessions.find(id)).toBeUndefined();
  });

  it('lives for an hour after its last request, to the millisecond', async () => {
    const { auth, sessions, id } = await openSession();
    await auth.clock.advance(30_000);
    await sessions.find(id);
    await auth.clock.advance(60 * MINUTE - 1);
    const justBefore = await sessions.find(id);
    await auth.clock.advance(60 * MINUTE);

    expect(justBefore).toBeDefined();
    expect(await sessions.find(id)).toBeUndefined();
  });

  it('notes at most once a minute that it is used', async () => {
    const { auth, sessions, id } = await openSession();
    const ends: number[] = [];
    for (let turn = 1; turn <= 12; turn += 1) {
      await auth.clock.advance(MINUTE / 4);
      await sessions.find(id);
      ends.push((await rowsOf(auth).findOneByOrFail({})).idleExpiresAt);
    }

    expect(new Set(ends).size).toBe(4); // as it began, and once in each of three minutes
  });

  it('ends when noting its use finds it gone', async () => {
    const { auth, sessions, id } = await openSession();
    await rowsOf(auth).clear();
    await auth.clock.advance(6 * MINUTE);

    expect(await sessions.find(id)).toBeUndefined();
  });

  it('stays good while the database takes no writes', async () => {
    const { auth, sessions, id } = await openSession();
    await auth.clock.advance(6 * MINUTE);
    await auth.database.query('PRAGMA query_only = ON');

    expect(await sessions.find(id)).toBeDefined();
    expect(auth.logLines.of('auth.session_not_extended')).toHaveLength(1);
    await auth.database.query('PRAGMA query_only = OFF');
  });

  it('is removed after its end when others are opened', async () => {
    const { auth, sessions } = await openSession();
    await auth.clock.advance(61 * MINUTE);

    const fresh = await sessions.open(grant, 1);

    expect(await rowsOf(auth).count()).toBe(1);
    expect(await sessions.find(fresh.id)).toBeDefined();
  });

  it('is not kept in memory when it ended while it was read', async () => {
    const file = databaseFile();
    const { id } = await openSession({ database: file });
    const other = await startAuthApp({ database: `sqlite:${file}` });
    other.tokens.generations.set(ORGANIZATION, 1);
    const sessions = other.app.get(Sessions);

    await Promise.all([sessions.find(id), sessions.end(id)]);

    expect(await sessions.find(id)).toBeUndefined();
  });

  it('survives a sign-in of the same account elsewhere', async () => {
    const auth = await startAuthApp();
    const first = await auth.signIn();
    auth.tokens.answer = () => Promise.resolve(issuedTokens());

    await auth.signIn();

    expect((await first.fetch('/auth/session')).status).toBe(200);
  });
});
