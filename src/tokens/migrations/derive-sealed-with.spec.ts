import { describe, expect, it } from '@jest/globals';

import { emptyFolder } from '../../../test/support/folders.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../test/support/opened.js';
import { DatabaseConfig, openDatabase } from '../../foundation/index.js';
import { tokensEntities, tokensMigrations } from '../tokens.schema.js';
import { CreateGrants1768435200000 } from './1768435200000-create-grants.js';

const config = () => new DatabaseConfig(`sqlite:${emptyFolder()}/test.sqlite`);

async function opened(at: DatabaseConfig, migrations: typeof tokensMigrations) {
  const schema = { entities: tokensEntities, migrations };
  const database = await openDatabase(at, new ManualClock(), schema);
  closeAfterTest(() => database.isInitialized && database.destroy());
  return database;
}

describe('a row written before rows said which key they were sealed with', () => {
  it.each([
    ['v1.k1.abc', 'v1.k1.def', 'k1'],
    ['v1.k1.abc', null, 'k1'],
    ['v1.new-key_2.abc', 'v1.new-key_2.abc', 'new-key_2'],
    ['v1.new.abc', 'v1.old.def', 'new+old'],
    ['garbage', 'v1.k1.def', '+k1'],
    ['garbage', null, ''],
  ])('with %j and %j says %j', async (accessToken, refreshToken, sealedWith) => {
    const at = config();
    const before = await opened(at, [CreateGrants1768435200000]);
    const tenant = "'row', 'client', 'org', 'agent'";
    await before.query(
      `INSERT INTO pending_revocations (id, client_id, organization_id, account_id, access_token, refresh_token, attempts, due_at, created_at)
        VALUES (${tenant}, ?, ?, 0, 0, 0)`,
      [accessToken, refreshToken],
    );
    await before.query(
      `INSERT INTO grants (id, client_id, organization_id, account_id, access_token, refresh_token, scopes, issued_at, expires_at, health, generation, created_at, updated_at)
        VALUES (${tenant}, ?, ?, '', 0, 0, 'ok', 1, 0, 0)`,
      [accessToken, refreshToken],
    );
    await before.destroy();

    const after = await opened(at, tokensMigrations);

    expect(await after.query('SELECT sealed_with FROM grants')).toEqual([{ sealed_with: sealedWith }]);
    expect(await after.query('SELECT sealed_with FROM pending_revocations')).toEqual([
      { sealed_with: sealedWith },
    ]);
  });
});
