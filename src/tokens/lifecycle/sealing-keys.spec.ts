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

    expect(error.message).toContain('"old" (1 rows)');
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

    expect(error.message).toContain('"k1_old" (1 rows)');
  });
});

function optionsOf({ accounts, clock, folder }: Awaited<ReturnType<typeof startCustody>>) {
  return { accounts, clock, folder };
}
