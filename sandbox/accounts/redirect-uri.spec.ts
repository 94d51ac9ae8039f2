import { describe, expect, it } from '@jest/globals';

import { ClientRegistry } from '../world/clients.js';
import { isAllowedRedirectUri } from './redirect-uri.js';

function allows(configured: readonly string[] | 'loopback', requested: string): boolean {
  const client = new ClientRegistry([]).register({ id: 'app', redirectUris: configured });
  return isAllowedRedirectUri(client, requested);
}

describe('redirect URIs', () => {
  it.each([
    ['http://livechat.com', 'http://livechat.com', true],
    ['http://livechat.com', 'http://livechat.com/archives', true],
    ['http://livechat.com', 'http://livechat.com/archives/../', false],
    ['http://livechat.com/archives', 'http://livechat.com', false],
    ['http://livechat.com/archives', 'http://livechat.com/archives', true],
    ['http://livechat.com/archives', 'http://livechat.com/archives/chats', true],
    ['localhost:3000', 'http://localhost:3000', true],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000', true],
    ['http://localhost:3000', 'http://localhost:4000', false],
    ['https://livechat.com', 'http://livechat.com', false],
    ['http://livechat.com', 'https://livechat.com', false],
    ['http://livechat.com', 'http://livechat.com.evil.example', false],
    ['my_app://done', 'my_app://done', true],
  ])('configured %s, requested %s: %s', (configured, requested, isAllowed) => {
    expect(allows([configured], requested)).toBe(isAllowed);
  });

  it.each([
    'http://livechat.com/%2e%2e/secret',
    'http://livechat.com/a/..%2fsecret',
    'http://livechat.com/..\\secret',
    'http://livechat.com/?next=1',
    'http://livechat.com/#part',
    'http://user@livechat.com/',
    'not a url',
    '',
  ])('refuses %s', (requested) => {
    expect(allows(['http://livechat.com'], requested)).toBe(false);
  });

  it.each(['http://localhost:3000/cb', 'http://127.0.0.1:8080/', 'https://localhost/cb'])(
    'takes %s where any loopback address will do',
    (requested) => {
      expect(allows('loopback', requested)).toBe(true);
    },
  );

  it.each(['http://example.com/cb', 'http://localhost.example.com/cb', 'ftp://localhost/cb'])(
    'refuses %s where only loopback addresses will do',
    (requested) => {
      expect(allows('loopback', requested)).toBe(false);
    },
  );

  it('takes any of several registered URIs', () => {
    expect(allows(['https://one.example/cb', 'https://two.example/cb'], 'https://two.example/cb')).toBe(true);
  });
});
