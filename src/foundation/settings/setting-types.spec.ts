import { describe, expect, it } from '@jest/globals';

import { commaList, httpUrl, isLoopback, isOrigin, wholeNumber } from './setting-types.js';

const faultOf = (result: { error?: { issues: readonly { message: string }[] } }) =>
  result.error?.issues[0]?.message;

describe('wholeNumber', () => {
  const setting = wholeNumber({ min: 1, max: 65_535, by: 3000 });

  it('takes digits and falls back to its default', () => {
    expect(setting.parse('8080')).toBe(8080);
    expect(setting.parse(undefined)).toBe(3000);
  });

  it.each(['0', '65536', '-1', '1.5', '1e3', '0x10', ' 80', 'abc', '9'.repeat(20)])('refuses %j', (text) => {
    expect(faultOf(setting.safeParse(text))).toBe('must be a whole number from 1 to 65535');
  });
});

describe('commaList', () => {
  const origins = commaList({ valid: isOrigin, mustBe: 'an origin' });

  it('trims its items and is empty by default', () => {
    expect(origins.parse('https://a.example, http://b.example:8080')).toEqual([
      'https://a.example',
      'http://b.example:8080',
    ]);
    expect(origins.parse(undefined)).toEqual([]);
  });

  it.each([
    ['https://a.example,,https://b.example', 'must be a list with commas between the items and none empty'],
    ['https://a.example/', 'item 1 must be an origin'],
    ['https://a.example,*', 'item 2 must be an origin'],
    ['https://a.example,https://a.example', 'must not name an item twice'],
  ])('refuses %j', (text, fault) => {
    expect(faultOf(origins.safeParse(text))).toBe(fault);
  });
});

describe('httpUrl', () => {
  it('keeps a path prefix less its last slash', () => {
    expect(httpUrl.parse('https://proxy.example/livechat/').href).toBe('https://proxy.example/livechat');
  });

  it.each([
    'accounts.livechat.com',
    'ftp://a.example',
    'https://',
    'https://user:secret@a.example',
    'https://a.example/?x=1',
    'https://a.example/?',
    'https://a.example/#x',
    'javascript:alert(1)',
  ])('refuses %j without repeating it', (text) => {
    const fault = faultOf(httpUrl.safeParse(text));

    expect(fault).toMatch(/^must/);
    expect(fault).not.toContain('secret');
  });
});

describe('isLoopback', () => {
  it.each(['http://localhost:1', 'http://127.0.0.1', 'http://127.9.9.9', 'http://[::1]:3'])(
    'knows %s',
    (url) => {
      expect(isLoopback(new URL(url))).toBe(true);
    },
  );

  it.each(['http://127.0.0.1.example', 'http://localhost.example', 'http://10.0.0.1', 'http://[::2]'])(
    'is not taken in by %s',
    (url) => {
      expect(isLoopback(new URL(url))).toBe(false);
    },
  );
});
