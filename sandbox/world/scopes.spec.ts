import { describe, expect, it } from '@jest/globals';

import { covers } from './scopes.js';

describe('scopes', () => {
  it.each([
    ['chats--all:rw', 'chats--all:ro', true],
    ['chats--all:ro', 'chats--access:ro', true],
    ['chats--access:rw', 'chats--my:ro', true],
    ['groups--groups:ro', 'groups--my:ro', true],
    ['customers:rw', 'customers:ro', true],
    ['reports_read', 'reports_read', true],
    ['chats--all:ro', 'chats--all:rw', false],
    ['chats--access:ro', 'chats--all:ro', false],
    ['chats--my:ro', 'chats--access:ro', false],
    ['tags--groups:ro', 'tags--access:ro', false],
    ['chats--all:rw', 'customers:ro', false],
    ['accounts--all:rc', 'accounts--all:ro', false],
  ])('%s covers %s: %s', (granted, needed, isCovered) => {
    expect(covers(granted, needed)).toBe(isCovered);
  });
});
