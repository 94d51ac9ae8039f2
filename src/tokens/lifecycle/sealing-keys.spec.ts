import { describe, expect, it } from '@jest/globals';

import { StartRefused } from '../../foundation/index.js';
import { refusal } from '../testing/fake-accounts.js';
import { errorOf } from '../testing/outcome-of.js';
import { AGENT, encryptionKey, OTHER_AGENT, startCustody } from '../testing/start-custody.js';

describe('a start without a key that the database needs', () => {
  it('is refused, naming the key and how many rows need it', async () => {
    const before = await startCustody({ keys: [encryptionKey('old')] });
    await before.signIn(AGENT);
    await before.signIn(OTHER_AGENT);
    await before.close();

    const error = await errorOf(startCustody({ ...optionsOf(before), keys: [encryptionKey('new')] }));

    expect(error).toBeInstanceOf(StartRefused);
    expect(error.message).toContain('"old" (2 rows)');
    expect(error.message).not.toContain('"new"');
  });

  it('is refused for a pair that waits to be revoked, too', async () => {
    const before = await startCustody({ keys: [encryptionKey('old')] });
    const { grant } = await before.signIn();
    before.accounts.answer('DELETE /v2/token', refusal(500, 'server_error'));
    await before.tokens.revoke(grant);
    await before.close();

    const error = await errorOf(startCustody({ ...optionsOf(before), keys: [encryptionKey('new')] }));

    expect(error.message).toContain('"old" (1 row)');
  });

  it('is no matter while the old key stands behind the new one', async () => {
    const before = await startCustody({ keys: [encryptionKey('old', 1)] });
    const { grant, issued } = await before.signIn();
    await before.close();

    const keys = [encryptionKey('new', 2), encryptionKey('old', 1)] as const;
    const custody = await startCustody({ ...optionsOf(before), keys });

    expect((await custody.tokens.accessTokenFor(grant)).accessToken.equals(issued.accessToken)).toBe(true);
  });

  it('tells key ids apart that begin alike', async () => {
    const before = await startCustody({ keys: [encryptionKey('k1_old')] });
    await before.signIn();
    await before.close();

    const error = await errorOf(startCustody({ ...optionsOf(before), keys: [encryptionKey('k1')] }));

    expect(error.message).toContain('"k1_old" (1 row)');
  });
});

describe('a start with other bytes under a key’s id', () => {
  it('is refused, naming the key and how many rows were sealed with the old one', async () => {
    const before = await startCustody({ keys: [encryptionKey('k1', 1)] });
    await before.signIn(AGENT);
    await before.signIn(OTHER_AGENT);
    await before.close();

    const error = await errorOf(startCustody({ ...optionsOf(before), keys: [encryptionKey('k1', 2)] }));

    expect(error).toBeInstanceOf(StartRefused);
    expect(error.message).toContain('a key named "k1", but not the one that 2 rows were sealed with');
    expect(error.message).toContain('put the old key back, or give the new one another id');
  });

  it('is refused for a pair that waits to be revoked, too', async () => {
    const before = await startCustody({ keys: [encryptionKey('k1', 1)] });
    const { grant } = await before.signIn();
    before.accounts.answer('DELETE /v2/token', refusal(500, 'server_error'));
    await before.tokens.revoke(grant);
    await before.close();

    const error = await errorOf(startCustody({ ...optionsOf(before), keys: [encryptionKey('k1', 2)] }));

    expect(error.message).toContain('1 row was sealed with');
  });

  it('is refused when the key only opened what it did not seal last', async () => {
    const before = await startCustody({ keys: [encryptionKey('old', 1)] });
    const { grant, issued } = await before.signIn();
    await before.close();
    const rotated = await startCustody({
      ...optionsOf(before),
      keys: [encryptionKey('new', 2), encryptionKey('old', 1)],
    });
    rotated.accounts.answerFields = { refresh_token: undefined };
    await rotated.tokens.renew(grant, { rejected: issued.accessToken });
    await rotated.close();

    const keys = [encryptionKey('new', 2), encryptionKey('old', 3)] as const;
    const error = await errorOf(startCustody({ ...optionsOf(before), keys }));

    expect(error.message).toContain('"old"');
    expect(error.message).not.toContain('"new"');
  });

  it('is not taken for that when one row of several is damaged', async () => {
    const before = await startCustody();
    await before.signIn(AGENT);
    const { grant } = await before.signIn(OTHER_AGENT);
    await before.database.query(
      `UPDATE grants SET access_token = 'v1.k1.garbage', refresh_token = NULL WHERE id <> '${grant.id}'`,
    );
    await before.close();

    const custody = await startCustody(optionsOf(before));

    expect(await custody.tokens.summary(grant)).toMatchObject({ health: 'ok' });
  });

  it('leaves rows of another client alone', async () => {
    const before = await startCustody();
    await before.signIn();
    await before.close();

    const custody = await startCustody({ ...optionsOf(before), config: { clientId: 'another' } });

    expect(await custody.rows('grants')).toHaveLength(1);
  });
});

function optionsOf({ accounts, clock, folder }: Awaited<ReturnType<typeof startCustody>>) {
  return { accounts, clock, folder };
}
