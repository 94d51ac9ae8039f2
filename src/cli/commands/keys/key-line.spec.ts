import { describe, expect, it } from '@jest/globals';

import { AllowedActions, type ApiKey } from '../../../auth/index.js';
import { keyLine } from './key-line.js';
import { shownKey } from './shown-key.js';

const NOW = Date.UTC(2026, 0, 15, 12);
const HOUR_MS = 3_600_000;
const PLAIN: ApiKey = { id: '0123456789ab', role: 'caller', createdAt: NOW };

const line = (more: Partial<ApiKey>) => keyLine({ ...PLAIN, ...more }, NOW);

describe('a key on its line', () => {
  it('is good until told otherwise, and says when it was last used', () => {
    expect(line({})).toBe('0123456789ab  caller  any organization  good  never used');
    expect(line({ organizationId: 'acme', lastUsedAt: NOW, name: 'nightly export' })).toBe(
      '0123456789ab  caller  acme  good  last used 2026-01-15T12:00:00.000Z  nightly export',
    );
  });

  it('says when it expires, and when it has', () => {
    expect(line({ expiresAt: NOW + 1 })).toContain('  good, expires 2026-01-15T12:00:00.001Z  ');
    expect(line({ expiresAt: NOW })).toContain('  expired 2026-01-15T12:00:00.000Z  ');
  });

  it('says until when its previous secret is good, as long as it is', () => {
    expect(line({ previousUntil: NOW + HOUR_MS, expiresAt: NOW + 2 * HOUR_MS })).toContain(
      '  good, expires 2026-01-15T14:00:00.000Z, previous secret good until 2026-01-15T13:00:00.000Z  ',
    );
    expect(line({ previousUntil: NOW })).toContain('  good  ');
  });

  it('is revoked before anything else', () => {
    expect(line({ revokedAt: NOW, expiresAt: NOW, previousUntil: NOW + 1 })).toContain(
      '  revoked 2026-01-15T12:00:00.000Z  never used',
    );
  });

  it('says all that it may call, if it has a list', () => {
    expect(line({ allowed: AllowedActions.of(['agent/action/list_*', 'reports/*/*']), name: 'x' })).toBe(
      '0123456789ab  caller  any organization  good  never used  only agent/action/list_*, reports/*/*  x',
    );
  });
});

describe('a key for programs', () => {
  it('has everything, and null where there is nothing', () => {
    expect(shownKey(PLAIN)).toEqual({
      id: '0123456789ab',
      role: 'caller',
      organizationId: null,
      name: null,
      createdAt: '2026-01-15T12:00:00.000Z',
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
      previousUntil: null,
      allow: null,
    });
    expect(
      shownKey({
        ...PLAIN,
        expiresAt: NOW,
        previousUntil: NOW,
        allowed: AllowedActions.of(['reports/*/*']),
      }),
    ).toMatchObject({
      expiresAt: '2026-01-15T12:00:00.000Z',
      previousUntil: '2026-01-15T12:00:00.000Z',
      allow: ['reports/*/*'],
    });
  });
});
