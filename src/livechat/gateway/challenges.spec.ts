import { describe, expect, it } from '@jest/globals';

import { withoutPasswordPrompts } from './challenges.js';

describe('the challenges that a browser may see', () => {
  it.each([
    'Bearer',
    'Bearer realm="a, b", error="invalid_token"',
    'Bearer realm = "x" , scope="Basic y"',
    'DPoP algs="ES256 PS256", Bearer',
    'Custom abc==',
    'BasicLike realm="x"',
    'Bearer error_description="Basic \\" , Basic realm=x"',
  ])('are all of: %s', (value) => {
    expect(withoutPasswordPrompts(value)).toBe(value);
  });

  it.each([
    'Basic',
    'Basic realm="LiveChat"',
    'bAsIc realm="a, Bearer b", charset="UTF-8"',
    'Digest realm="x", qop="auth, auth-int", nonce="y"',
    'Negotiate',
    'Negotiate oQcwBaADCgEC==',
    'NTLM, Basic realm="x"',
  ])('are none of: %s', (value) => {
    expect(withoutPasswordPrompts(value)).toBeUndefined();
  });

  it.each([
    ['Basic realm="x", Bearer realm="y", error="z"', 'Bearer realm="y", error="z"'],
    ['Bearer realm="y", Basic realm="x", charset="UTF-8"', 'Bearer realm="y"'],
    ['Negotiate, Bearer, NTLM', 'Bearer'],
  ])('are, of %s, %s', (value, left) => {
    expect(withoutPasswordPrompts(value)).toBe(left);
  });

  it('are found in a long line at once', () => {
    const line = `Bearer ${'a="b", '.repeat(2_000)}"${'\\"'.repeat(4_000)}`;

    expect(withoutPasswordPrompts(line)).toContain('Bearer');
  });
});
