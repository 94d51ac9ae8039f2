import { describe, expect, it } from '@jest/globals';

import { isGranted } from './granted-scope.js';

describe('a scope that is needed', () => {
  it.each([
    ['chats--all:ro', 'chats--all:ro'],
    ['chats--all:rw', 'chats--all:ro'],
    ['chats--all:ro', 'chats--access:ro'],
    ['chats--all:rw', 'chats--my:ro'],
    ['tags--all:ro', 'tags--groups:ro'],
    ['chats--access:rw', 'chats--my:rw'],
    ['agents-bot--all:rw', 'agents-bot--my:ro'],
    ['customers:rw', 'customers:ro'],
    ['reports_read', 'reports_read'],
  ])('is granted by %s: %s', (granted, needed) => {
    expect(isGranted(needed, ['other:ro', granted])).toBe(true);
  });

  it.each([
    ['chats--all:ro', 'chats--all:rw'],
    ['chats--my:rw', 'chats--all:ro'],
    ['chats--access:ro', 'chats--all:ro'],
    ['chats--access:ro', 'chats--groups:ro'],
    ['agents--all:rw', 'agents-bot--all:ro'],
    ['customers:ro', 'customers.ban:rw'],
    ['customers:rw', 'customers.ban:rw'],
    ['accounts--all:rc', 'accounts--all:ro'],
    ['reports_write', 'reports_read'],
    ['chats--constructor:ro', 'chats--all:ro'],
  ])('is not granted by %s: %s', (granted, needed) => {
    expect(isGranted(needed, [granted])).toBe(false);
  });

  it('is not granted by nothing', () => {
    expect(isGranted('chats--all:ro', [])).toBe(false);
  });
});
