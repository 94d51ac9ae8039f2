import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';

import { AGENTS } from '../../sandbox/index.js';
import { signInThroughSandbox } from '../support/sign-in.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice, bob } = AGENTS;
const listChats = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';
const fileOf = (app: RunningApp): string => join(app.env.DATA_DIR ?? '', 'livechat.sqlite');

/** Another process that keeps the database to itself. */
function lock(app: RunningApp): { release: () => void } {
  const other = new Database(fileOf(app));
  other.exec('BEGIN IMMEDIATE');
  return { release: () => other.close() };
}

describe('a database that another process keeps locked', () => {
  it('does not stop calls with a fresh token', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await browser.fetch(path, listChats);
    const locked = lock(app);

    expect((await browser.fetch(path, listChats)).status).toBe(200);
    locked.release();
  });

  it('fails readiness, refuses sign-ins with a page, and heals', async () => {
    const app = await startApp();
    const locked = lock(app);

    const ready = await app.call('/health/ready');
    const refused = await signInThroughSandbox(app.browser(), app.sandbox, { agent: alice.accountId });
    locked.release();
    await app.clock.advance(31_000);

    expect(ready.status).toBe(503);
    expect([refused.status, refused.headers['content-type']]).toEqual([
      503,
      expect.stringContaining('text/html'),
    ]);
    expect((await app.call('/health/ready')).status).toBe(200);
    expect((await signInThroughSandbox(app.browser(), app.sandbox, { agent: alice.accountId })).status).toBe(
      302,
    );
  });
});

describe('a disk that is full', () => {
  it('loses no renewed pair: it waits, sealed, and is written when there is room', async () => {
    const app = await startApp({
      env: { LIVECHAT_CLIENT_ID: 'sandbox-public-client', LIVECHAT_CLIENT_SECRET: 'none' },
    });
    const browser = await app.signIn(bob.accountId);
    await app.clock.advance(9 * 3_600_000);
    const database = app.app.get(DataSource);
    const held = app.sandbox.faults.hold({ on: 'token' });

    const waiting = browser.fetch(path, listChats);
    await app.sandbox.requests.waitFor(({ grantType }) => grantType === 'refresh_token');
    await database.query('PRAGMA query_only = 1'); // writes fail from here on, as on a full disk
    held.release();
    await app.logLines.next('tokens.renewed_pair_not_written');
    await database.query('PRAGMA query_only = 0');

    expect((await app.clock.advanceUntil(waiting, 10)).status).toBe(200);
    expect(app.sandbox.requests.ofGrant('refresh_token').filter(({ status }) => status === 200)).toHaveLength(
      1,
    );
  });
});

describe('a database file that was moved away', () => {
  it('fails readiness with the reason', async () => {
    const app = await startApp();
    renameSync(fileOf(app), `${fileOf(app)}.moved`);

    const ready = await app.call('/health/ready');

    expect(ready.status).toBe(503);
    expect(ready.text).toContain('removed or replaced');
  });
});
