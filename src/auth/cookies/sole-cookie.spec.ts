import { describe, expect, it } from '@jest/globals';

import { soleCookie } from './sole-cookie.js';

describe('soleCookie', () => {
  it.each([
    ['alone', 'sid=abc', 'abc'],
    ['first', 'sid=abc; other=1', 'abc'],
    ['last', 'other=1; sid=abc', 'abc'],
    ['without spaces', 'other=1;sid=abc;more=2', 'abc'],
    ['with spaces around', ' sid = abc ; other=1', 'abc'],
    ['with an equals sign in its value', 'sid=a=b', 'a=b'],
    ['twice with the same value', 'sid=abc; sid=abc', 'abc'],
    ['empty', 'sid=', ''],
  ])('finds a cookie that is %s', (_how, header, value) => {
    expect(soleCookie(header, 'sid')).toBe(value);
  });

  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['a name that ends like it', 'xsid=abc'],
    ['a name that begins like it', 'sidx=abc'],
    ['another case', 'SID=abc'],
    ['no equals sign', 'sid'],
    ['its name in a value', 'other=sid=abc'],
  ])('finds nothing in %s', (_what, header) => {
    expect(soleCookie(header, 'sid')).toBeUndefined();
  });

  it('gives no value of two that differ, but tells that the cookie is there', () => {
    expect(soleCookie('sid=good; sid=planted', 'sid')).toBe('');
  });

  it('is not fooled by a third that agrees with the first', () => {
    expect(soleCookie('sid=good; sid=planted; sid=good', 'sid')).toBe('');
  });
});
