import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';

import { encryptionEnv } from './encryption.config.js';

const setting = encryptionEnv.ENCRYPTION_KEYS;
const key = randomBytes(32).toString('base64');

describe('ENCRYPTION_KEYS', () => {
  it('takes several keys, the first first', () => {
    expect(setting.parse(`new:${key}, old:${key}`)?.map(({ id }) => id)).toEqual(['new', 'old']);
  });

  it.each([
    ['a key without an id', key],
    ['a short key', `k1:${randomBytes(16).toString('base64')}`],
    ['an id with a dot', `k.1:${key}`],
    ['text that is not base64', `k1:${'*'.repeat(44)}`],
    ['an empty item', `k1:${key},`],
    ['the same id twice', `k1:${key},k1:${key}`],
  ])('refuses %s without repeating it', (_what, text) => {
    const fault = setting.safeParse(text).error?.issues[0]?.message;

    expect(fault).toMatch(/^(key \d+ )?must/);
    expect(fault).not.toContain(key);
  });
});
