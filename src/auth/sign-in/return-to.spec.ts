import { describe, expect, it } from '@jest/globals';

import { acceptedReturnTo } from './return-to.js';
import { ReturnToRefused } from './start-refusals.js';

const origins = { own: 'https://app.example', allowed: ['https://widget.example', 'http://localhost:5173'] };

describe('where a browser may be sent after sign-in', () => {
  it.each([
    ['/', '/'],
    ['/reports', '/reports'],
    ['/reports?from=1&q=%5C%2F#top', '/reports?from=1&q=%5C%2F#top'],
    ['/a//b', '/a//b'],
    ['/a/../b', '/b'],
    ['/caf\u00e9', '/caf%C3%A9'],
    ['/100%25', '/100%25'],
    ['/a%20b', '/a%20b'],
    ['/@evil.example', '/@evil.example'],
    ['https://app.example', '/'],
    ['https://app.example/reports?x=1', '/reports?x=1'],
    ['https://widget.example', 'https://widget.example/'],
    ['https://widget.example/deep/path?x=1#y', 'https://widget.example/deep/path?x=1#y'],
    ['HTTPS://WIDGET.example/x', 'https://widget.example/x'],
    ['http://localhost:5173/page', 'http://localhost:5173/page'],
  ])('accepts %s', (wanted, accepted) => {
    expect(acceptedReturnTo(wanted, origins)).toBe(accepted);
  });

  it.each([
    '',
    ' ',
    'reports',
    './reports',
    '?x=1',
    '#top',
    ' /reports',
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\nSet-Cookie: a=b',
    '\t//evil.example',
    '/a\u0000b',
    '/a\u007fb',
    '/a\u2028b',
    '/.//evil.example',
    '/..//evil.example',
    '/%2e//evil.example',
    '/a/%2e%2e//evil.example',
    '/%2fevil.example',
    '/%2Fevil.example',
    '/%252fevil.example',
    '/%5cevil.example',
    '/%255cevil.example',
    '/%09/evil.example',
    '/%0d%0aSet-Cookie:a=b',
    '/%00',
    '/%252e%252e//evil.example',
    '/%zz',
    '/%c0%af',
    'https://evil.example',
    'https://app.example.evil.example',
    'https://app.example@evil.example',
    'https://app.example:secret@evil.example',
    'https://evil@app.example/',
    'https://app.example:444/',
    'http://app.example/',
    'https:evil.example',
    'https:/evil.example',
    'https:///evil.example',
    'https:\\\\evil.example',
    'https://app.example\\@evil.example',
    'https://app.example%2f@evil.example',
    'https://widget.example/%2f%2fevil.example',
    'https://widget.example//evil.example',
    'http://localhost:5174/',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,hello',
    'ftp://app.example/',
    'null',
    `/${'a'.repeat(1_024)}`,
  ])('refuses %j', (wanted) => {
    expect(() => acceptedReturnTo(wanted, origins)).toThrow(ReturnToRefused);
  });
});
