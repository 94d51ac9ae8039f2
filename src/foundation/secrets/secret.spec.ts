import { describe, expect, it } from '@jest/globals';
import { format, inspect } from 'node:util';

import { Secret } from './secret.js';

describe('Secret', () => {
  const secret = new Secret('access_token', 'dal:very-secret');

  it('reveals its value only when asked', () => {
    expect(secret.reveal()).toBe('dal:very-secret');
  });

  it.each([
    ['text', String(secret)],
    ['JSON', JSON.stringify({ secret })],
    ['inspect', inspect({ secret })],
    ['format', format('%s %o %j', secret, secret, secret)],
    ['its properties', JSON.stringify(Object.entries(secret))],
  ])('does not show it in %s', (_where, text) => {
    expect(text).not.toContain('very-secret');
  });

  it('equals a secret of the same value only', () => {
    expect(secret.equals(new Secret('access_token', 'dal:very-secret'))).toBe(true);
    expect(secret.equals(new Secret('access_token', 'dal:very-secre'))).toBe(false);
  });
});
