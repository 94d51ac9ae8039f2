import { describe, expect, it } from '@jest/globals';

import type { TokensService } from '../../tokens/index.js';
import { FakeTokens } from '../testing/fake-tokens.js';
import { GrantObserver } from './grant-observer.js';

const grant = { id: 'grant', organizationId: 'northwind', accountId: 'alice' };
const accepted = { accepted: 'dal:first' };
const expired = { errorType: 'license_expired' };

function observing() {
  const tokens = new FakeTokens();
  const observer = new GrantObserver(tokens as unknown as TokensService);
  const succeed = async () => {
    observer.succeeded(grant, await tokens.accessTokenFor(grant));
  };
  return { tokens, observer, succeed };
}

describe('what is told about a grant', () => {
  it('is one success, however many follow', async () => {
    const { tokens, succeed } = observing();

    for (let n = 0; n < 3; n += 1) await succeed();

    expect(tokens.observed).toEqual([accepted]);
  });

  it('is the first success after a refusal', async () => {
    const { tokens, observer, succeed } = observing();

    await succeed();
    observer.refused(grant, 'license_expired');
    await succeed();
    await succeed();

    expect(tokens.observed).toEqual([accepted, expired, accepted]);
  });

  it('is a success after the refusal was written, also when one came while it was being written', async () => {
    const { tokens, observer, succeed } = observing();

    observer.refused(grant, 'license_expired');
    await succeed();
    tokens.readAgain();
    await succeed();

    expect(tokens.observed).toEqual([expired, accepted, accepted]);
  });

  it('is a success with a renewed token', async () => {
    const { tokens, observer, succeed } = observing();
    const { accessToken: rejected } = await tokens.accessTokenFor(grant);

    await succeed();
    await tokens.renew(grant, { rejected });
    await succeed();
    observer.refused(grant, 'validation');
    await succeed();

    expect(tokens.observed).toEqual([accepted, { accepted: 'dal:renewed-1' }]);
  });

  it('is not that a grant works which was refused with its renewed token', async () => {
    const { tokens, observer } = observing();

    observer.refused(grant, 'license_expired');
    observer.answeredAfterRenewal(grant, await tokens.accessTokenFor(grant), 'license_expired');

    expect(tokens.observed).toEqual([expired]);
  });
});
