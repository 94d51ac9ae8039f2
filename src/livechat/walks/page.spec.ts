import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';

import { UnreadablePage } from '../errors/unreadable-page.js';
import { pageIn } from './page.js';

const answer = (body: string | Buffer, ...headers: string[]) => ({
  status: 200,
  reason: 'OK',
  rawHeaders: headers.map((text) => Buffer.from(text)),
  body: Buffer.from(body),
});
const pageOf = (body: string | Buffer, ...headers: string[]) => {
  const { line, nextPageId } = pageIn(answer(body, ...headers));
  return [line.toString(), nextPageId];
};

describe('a page', () => {
  it('is LiveChat’s JSON byte for byte, numbers and spaces too', () => {
    const json = '{ "id":12345678901234567890, "x":"\\n\u2028é", "next_page_id" : "two" }';

    expect(pageOf(json)).toEqual([json, 'two']);
  });

  it.each([
    ['{\r\n  "x": "a\\nb",\n  "n": 1.0\n}\n', '{  "x": "a\\nb",  "n": 1.0}'],
    ['\uFEFF{"x":"é"}\n', '{"x":"é"}'],
  ])('is one line: %j', (json, line) => {
    expect(pageOf(json)).toEqual([line, undefined]);
  });

  it('is read through its content coding', () => {
    expect(pageOf(gzipSync('{"next_page_id":"b"}'), 'Content-Encoding', 'gzip')).toEqual([
      '{"next_page_id":"b"}',
      'b',
    ]);
  });

  it.each(['{}', '[]', 'null', '{"next_page_id":""}', '{"next_page_id":null}', '{"next_page_id":7}'])(
    'is the last one when it names no next: %s',
    (json) => {
      expect(pageOf(json)).toEqual([json, undefined]);
    },
  );

  it.each(['', '{"half":', '<html>'])('is JSON, and not %j', (body) => {
    expect(() => pageIn(answer(body))).toThrow(UnreadablePage);
  });

  it('is not there when it does not open', () => {
    expect(() => pageIn(answer('{}', 'content-encoding', 'gzip'))).toThrow(UnreadablePage);
  });
});
