import { describe, expect, it } from '@jest/globals';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

import { mayMean, MEANING_LIMIT_BYTES, meaningOf } from './answer-meaning.js';

interface Given {
  status?: number;
  contentType?: string;
  contentEncoding?: string;
  body?: Buffer | string;
}

const meaning = ({ status = 401, contentType = 'application/json', contentEncoding, body = '' }: Given) =>
  meaningOf({ status, contentType, contentEncoding, body: Buffer.from(body) });
const error = (type: unknown, data?: unknown) => JSON.stringify({ error: { type, message: '', data } });

describe('what an answer means', () => {
  it('is the error type of its body', () => {
    expect(meaning({ status: 400, body: error('validation') })).toEqual({ errorType: 'validation' });
  });

  it('does not depend on the case of the type', () => {
    expect(meaning({ status: 400, body: error('Authentication') })).toEqual({ errorType: 'authentication' });
  });

  it('is what the body says, even against the status', () => {
    expect(meaning({ status: 401, body: error('authorization') })).toEqual({ errorType: 'authorization' });
    expect(meaning({ status: 403, body: error('authentication') })).toEqual({ errorType: 'authentication' });
    expect(meaning({ status: 421, body: error('license_expired') })).toEqual({
      errorType: 'license_expired',
    });
  });

  it.each([
    [401, 'authentication'],
    [403, 'authorization'],
    [404, 'not_found'],
    [413, 'entity_too_large'],
    [421, 'misdirected_request'],
    [429, 'too_many_requests'],
    [400, undefined],
  ])('is, without a body to read, what status %i usually means', (status, errorType) => {
    expect(meaning({ status, body: '' })).toEqual({ errorType });
    expect(meaning({ status, contentType: 'text/html', body: error('validation') })).toEqual({ errorType });
    expect(meaning({ status, body: '{"error":' })).toEqual({ errorType });
    expect(meaning({ status, body: '{"error":"gone"}' })).toEqual({ errorType });
    expect(meaning({ status, body: error(7) })).toEqual({ errorType });
    expect(meaning({ status, body: 'null' })).toEqual({ errorType });
  });

  it.each([
    ['text/json', 'text/json; charset=utf-8', ''],
    ['no content type', undefined, ''],
    ['an empty content type', ' ', ''],
    ['no content type and space before it', undefined, ' \r\n\t'],
    ['a byte order mark', 'application/json', '\uFEFF'],
    ['a byte order mark and no content type', undefined, '\uFEFF'],
  ])('is read from a body with %s', (_what, contentType, before) => {
    const answer = { status: 401, contentType, contentEncoding: undefined };
    const body = Buffer.from(before + error('license_expired'));

    expect(mayMean(answer)).toBe(true);
    expect(meaningOf({ ...answer, body })).toEqual({ errorType: 'license_expired' });
  });

  it.each([200, 301, 500, 503])('is nothing in an answer with status %i', (status) => {
    expect(meaning({ status, body: error('authentication') })).toEqual({});
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['identity', (body: Buffer) => body],
  ])('is read through content encoding %s', (contentEncoding, encode) => {
    const body = encode(Buffer.from(error('license_expired')));

    expect(meaning({ status: 401, contentEncoding, body })).toEqual({ errorType: 'license_expired' });
  });

  it('is the status when the encoding is unknown, broken or doubled', () => {
    const body = gzipSync(error('validation'));

    for (const contentEncoding of ['zstd', 'br', 'gzip, gzip', 'constructor']) {
      expect(meaning({ status: 401, contentEncoding, body })).toEqual({ errorType: 'authentication' });
    }
  });

  it('is the status when a small body opens to a large one', () => {
    const bomb = gzipSync(
      JSON.stringify({ error: { type: 'validation', message: ' '.repeat(MEANING_LIMIT_BYTES) } }),
    );

    expect(bomb.length).toBeLessThan(1_000);
    expect(meaning({ contentEncoding: 'gzip', body: bomb })).toEqual({ errorType: 'authentication' });
  });

  it('is the status when the body is too large', () => {
    const body = error('validation') + ' '.repeat(MEANING_LIMIT_BYTES);

    expect(meaning({ body })).toEqual({ errorType: 'authentication' });
  });

  it('names the region that LiveChat names', () => {
    expect(meaning({ status: 400, body: error('misdirected_request', { region: 'fra-a' }) })).toEqual({
      errorType: 'misdirected_request',
      region: 'fra-a',
    });
  });

  it.each([['evil.test/'], ['FRA'], ['fra\r\nx: y'], [''], ['a'.repeat(33)], [7], [null], [['fra']]])(
    'does not name region %j',
    (region) => {
      expect(meaning({ status: 421, body: error('misdirected_request', { region }) }).region).toBeUndefined();
    },
  );
});

describe('whether an answer must be read', () => {
  it.each([
    [401, undefined, true],
    [421, 'text/html', true],
    [400, 'application/json; charset=utf-8', true],
    [403, 'application/problem+json', true],
    [400, 'APPLICATION/JSON', true],
    [404, 'text/html', false],
    [400, undefined, true],
    [400, '', true],
    [400, 'text/json', true],
    [400, 'text/jsonp', false],
    [200, undefined, false],
    [200, 'application/json', false],
    [301, 'application/json', false],
    [500, 'application/json', false],
    [400, 'application/jsonp', false],
  ])('for status %i and %s is %s', (status, contentType, expected) => {
    expect(mayMean({ status, contentType })).toBe(expected);
  });
});
