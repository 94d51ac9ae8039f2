import { describe, expect, it } from '@jest/globals';

import { accessToken } from '../token-values.js';
import type { Grant } from './grant.js';
import { renewalMomentOf } from './renewal-moment.js';

const WINDOW = 300_000;
const LIFE = 28_800_000;

function grant(id: string, more: Partial<Grant> = {}): Grant {
  return {
    ref: { id, organizationId: 'org', accountId: 'agent' },
    accessToken: accessToken('access'),
    scopes: [],
    issuedAt: 0,
    expiresAt: LIFE,
    health: 'ok',
    generation: 1,
    signedInGeneration: 1,
    ...more,
  };
}

const moments = Array.from({ length: 200 }, (_, at) => renewalMomentOf(grant(`grant-${at}`), WINDOW));

describe('the moment to renew a grant', () => {
  it('is never later than the window before expiry, and at most a tenth of it earlier', () => {
    expect(Math.max(...moments)).toBeLessThanOrEqual(LIFE - WINDOW);
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(LIFE - WINDOW * 1.1);
  });

  it('differs between grants', () => {
    expect(new Set(moments).size).toBeGreaterThan(190);
  });

  it('is the same for the same grant', () => {
    expect(renewalMomentOf(grant('grant-7'), WINDOW)).toBe(moments[7]);
  });

  it('is not before half of a renewed pair’s life', () => {
    const shortLived = grant('grant-1', { issuedAt: 1_000, expiresAt: 61_000, renewedAt: 1_100 });

    expect(renewalMomentOf(shortLived, WINDOW)).toBe(31_000);
  });

  it('is at once for a sign-in’s pair that lives no longer than the window', () => {
    expect(renewalMomentOf(grant('grant-1', { expiresAt: 60_000 }), WINDOW)).toBeLessThan(0);
  });
});
