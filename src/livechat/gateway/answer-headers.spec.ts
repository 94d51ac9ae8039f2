import { describe, expect, it } from '@jest/globals';

import { UnreadableAnswer } from '../errors/unreadable-answer.js';
import { answerHeaders, headerIn, type OwnHeaders } from './answer-headers.js';

const raw = (...lines: string[]) => lines.map((line) => Buffer.from(line, 'latin1'));
const noStore = ['cache-control', 'no-store'];
const answered = (lines: string[], own: OwnHeaders = {}) =>
  answerHeaders(raw(...lines, ...noStore), own).slice(0, -2);

describe('the headers the caller sees', () => {
  it.each([
    'Legacy',
    'Deprecation',
    'Retry-After',
    'x-debug-id',
    'ETag',
    'Last-Modified',
    'Content-Encoding',
    'Content-Type',
    'Content-Length',
    'Location',
    'Date',
    'Server',
    'WWW-Authenticate',
    'SourceMap',
    'X-Anything',
  ])('include %s', (name) => {
    expect(answered([name, 'value'])).toEqual([name, 'value']);
  });

  it.each([
    'Connection',
    'Keep-Alive',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Upgrade',
    'Set-Cookie',
    'Clear-Site-Data',
    'Strict-Transport-Security',
    'Alt-Svc',
    'NEL',
    'Origin-Trial',
    'Public-Key-Pins',
    'Public-Key-Pins-Report-Only',
    'Refresh',
    'Report-To',
    'Reporting-Endpoints',
    'Service-Worker-Allowed',
    'Access-Control-Allow-Origin',
    'Access-Control-Max-Age',
    'ACCESS-CONTROL-ANYTHING',
  ])('do not include %s, however it is spelled', (name) => {
    for (const spelled of [name, name.toLowerCase(), name.toUpperCase()]) {
      expect(answered([spelled, 'value'])).toEqual([]);
    }
  });

  it('do not include the coding of chunks, which are no more; those of another coding are no answer', () => {
    expect(answered(['Transfer-Encoding', 'Chunked'])).toEqual([]);
    for (const coding of ['gzip, chunked', 'identity', 'chunked, chunked', '']) {
      expect(() => answered(['TRANSFER-ENCODING', coding])).toThrow(UnreadableAnswer);
    }
  });

  it('make no browser ask for a password', () => {
    const lines = ['WWW-Authenticate', 'Bearer', 'www-authenticate', 'Basic realm="LiveChat"'];

    expect(answered(lines)).toEqual(['WWW-Authenticate', 'Bearer']);
  });

  it('keep their order, spelling, repetitions and bytes', () => {
    const lines = ['LINK', '<a>', 'X-Name', 'caf\u00e9', 'link', '<b>'];

    expect(answered(lines)).toEqual(lines);
  });

  it('lose those that LiveChat’s Connection names', () => {
    expect(answered(['Connection', 'X-Hop, close', 'x-hop', '1', 'X-Stay', '2'])).toEqual(['X-Stay', '2']);
  });

  it('carry our own, which win', () => {
    const own = { 'x-content-type-options': 'nosniff', 'x-request-id': 'ours' };

    expect(answerHeaders(raw('X-Request-Id', 'theirs', ...noStore), own)).toEqual([
      ...noStore,
      'x-content-type-options',
      'nosniff',
      'x-request-id',
      'ours',
    ]);
  });

  it('say Vary and Content-Security-Policy for both', () => {
    const headers = answerHeaders(raw('Vary', 'Accept', ...noStore), { vary: ['Origin', 'Cookie'] });

    expect(headers).toEqual(['Vary', 'Accept', ...noStore, 'vary', 'Origin', 'vary', 'Cookie']);
  });

  it('leave caching to LiveChat, and without a word of it to the caller alone', () => {
    expect(answerHeaders(raw('Cache-Control', 'max-age=1'), { 'cache-control': 'no-store' })).toEqual([
      'Cache-Control',
      'max-age=1',
    ]);
    expect(answerHeaders([], { 'cache-control': 'no-store' })).toEqual(noStore);
    expect(answerHeaders([], {})).toEqual(['cache-control', 'private']);
  });
});

describe('looking for a header', () => {
  it('ignores its spelling and joins its lines', () => {
    expect(headerIn(raw('Content-type', 'a', 'x', 'y', 'CONTENT-TYPE', 'b'), 'content-type')).toBe('a, b');
  });

  it('finds nothing where there is nothing', () => {
    expect(headerIn(raw('x-y', 'z'), 'content-type')).toBeUndefined();
  });
});
