import { describe, expect, it } from '@jest/globals';

import { wantsHtml } from './wants-html.js';

const CHROME =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7';
const FIREFOX = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('wantsHtml', () => {
  it.each([
    ['Chrome', CHROME],
    ['Firefox', FIREFOX],
    ['an exact wish', 'text/html'],
    ['capital letters', 'Text/HTML'],
    ['a parameter', 'text/html;charset=utf-8'],
    ['a low quality, alone', 'text/html;q=0.1'],
    ['JSON as second choice', 'text/html, application/json;q=0.9'],
    ['JSON named later', 'text/html, application/json'],
    ['a draw with a wildcard', '*/*, text/html'],
    ['blanks around the quality', 'application/json ; q=0.5 , text/html ; q=0.6'],
  ])('is so for %s: %s', (_who, accept) => {
    expect(wantsHtml({ headers: { accept } })).toBe(true);
  });

  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['curl', '*/*'],
    ['axios', 'application/json, text/plain, */*'],
    ['any text', 'text/*'],
    ['JSON', 'application/json'],
    ['refused HTML', 'text/html;q=0'],
    ['refused HTML among others', 'text/html;q=0.0, */*'],
    ['JSON preferred', 'application/json, text/html;q=0.9'],
    ['JSON preferred, named later', 'text/html;q=0.5, application/json;q=0.8'],
    ['JSON named first', 'application/json, text/html'],
    ['problem+json preferred', 'text/html;q=0.5, application/problem+json'],
    ['any application type preferred', 'text/html;q=0.5, application/*'],
    ['anything else preferred', 'text/html;q=0.5, */*'],
    ['a quality nobody can read', 'text/html;q=high'],
    ['a look-alike', 'text/html-sandboxed'],
  ])('is not so for %s: %s', (_who, accept) => {
    expect(wantsHtml({ headers: { accept } })).toBe(false);
  });
});
