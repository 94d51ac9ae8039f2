import { describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';

import { AGENTS } from '../../sandbox/index.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice, dieter } = AGENTS;
const listChats = { method: 'POST', body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';

interface Row {
  id: string;
  account_id: string;
  access_token: string;
  refresh_token: string;
}

const rowsOf = (app: RunningApp): Promise<Row[]> =>
  app.app
    .get(DataSource)
    .query('SELECT id, account_id, access_token, refresh_token FROM grants ORDER BY account_id');

async function twoTenants(): Promise<RunningApp> {
  const app = await startApp();
  await app.signIn(alice.accountId);
  await app.signIn(dieter.accountId);
  return app;
}

describe('somebody who can write to the database', () => {
  it('cannot move one tenant’s tokens into another tenant’s row', async () => {
    const app = await twoTenants();
    const browser = await app.signIn(alice.accountId);
    const [ofAlice, ofDieter] = await rowsOf(app);
    await app.app
      .get(DataSource)
      .query('UPDATE grants SET access_token = ?, refresh_token = ? WHERE id = ?', [
        ofDieter?.access_token,
        ofDieter?.refresh_token,
        ofAlice?.id,
      ]);
    await app.close();
    const restarted = await startApp({ after: app });
    app.sandbox.requests.clear();

    const answer = await browser.fetch(path, listChats);

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(app.sandbox.requests.all).toEqual([]);
    expect(restarted.logs.join('\n')).toContain('cannot be opened');
  });

  it('cannot put a refresh token where the access token belongs', async () => {
    const app = await twoTenants();
    const browser = await app.signIn(alice.accountId);
    await app.app.get(DataSource).query('UPDATE grants SET access_token = refresh_token');
    await app.close();
    await startApp({ after: app });
    app.sandbox.requests.clear();

    expect((await browser.fetch(path, listChats)).status).toBeGreaterThanOrEqual(400);
    expect(app.sandbox.requests.all).toEqual([]);
  });
});

describe('a server without the key that the rows need', () => {
  it('refuses to start and says which key and how many rows', async () => {
    const app = await twoTenants();
    await app.close();
    const other = { ENCRYPTION_KEYS: `other:${Buffer.alloc(32, 9).toString('base64')}` };

    await expect(startApp({ after: app, env: other })).rejects.toThrow(/test.*2|2.*test/s);
  });
});
