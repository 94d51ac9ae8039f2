import { describe, expect, it } from '@jest/globals';

import { isForwardable, RequestHeaders } from './request-headers.js';

const forwarded = (
  rawHeaders: string[],
  { connection, add = [] }: { connection?: string; add?: string[] } = {},
) => new RequestHeaders(add).forwarded(rawHeaders, connection);

const spellingsOf = (name: string) => [
  name,
  name.toLowerCase(),
  name.toUpperCase(),
  name.replace(/./g, (letter, at: number) => (at % 2 ? letter.toUpperCase() : letter.toLowerCase())),
];

describe('the headers LiveChat sees', () => {
  it.each([
    'Accept',
    'Accept-Language',
    'Accept-Encoding',
    'Content-Type',
    'Content-Encoding',
    'Content-Disposition',
    'If-None-Match',
    'If-Modified-Since',
    'Range',
    'User-Agent',
    'X-Author-Id',
    'X-API-Version',
    'X-Debug-Id',
  ])('include %s', (name) => {
    expect(forwarded([name, 'value'])).toEqual([name, 'value']);
  });

  it.each([
    'Authorization',
    'Cookie',
    'Host',
    'X-Region',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'Forwarded',
    'X-Real-IP',
    'Via',
    'Origin',
    'Referer',
    'Sec-Fetch-Site',
    'Connection',
    'Keep-Alive',
    'Proxy-Authorization',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Expect',
    'Content-Length',
    'LiveChat-Organization-Id',
    'LiveChat-Account-Id',
    'X-Request-Id',
    'Acceptance',
    'Contents-Type',
    'Range-Unit',
  ])('do not include %s, however it is spelled', (name) => {
    for (const spelled of spellingsOf(name)) expect(forwarded([spelled, 'value'])).toEqual([]);
  });

  it('keep their order, spelling and repetitions', () => {
    const raw = ['aCCept', 'text/html', 'Cookie', 'a=b', 'accept', 'application/json', 'User-AGENT', ''];

    expect(forwarded(raw)).toEqual(['aCCept', 'text/html', 'accept', 'application/json', 'User-AGENT', '']);
  });

  it('lose those that Connection names', () => {
    const raw = ['Accept', 'a', 'If-Match', 'b', 'User-Agent', 'c'];

    expect(forwarded(raw, { connection: 'close, IF-MATCH ,accept' })).toEqual(['User-Agent', 'c']);
  });

  it('gain those that the settings add, whatever their spelling', () => {
    expect(forwarded(['X-Trace', '1', 'x-other', '2'], { add: ['x-TRACE'] })).toEqual(['X-Trace', '1']);
  });

  it('never gain credentials, addresses or hop-by-hop headers', () => {
    const dangerous = ['Authorization', 'cookie', 'X-Region', 'x-forwarded-for', 'Transfer-Encoding', 'Host'];

    expect(
      forwarded(
        dangerous.flatMap((name) => [name, 'value']),
        { add: dangerous },
      ),
    ).toEqual([]);
  });
});

describe('a name in FORWARD_HEADERS', () => {
  it.each(['x-trace', 'Traceparent', 'X-Real-IP', 'x_y'])('may be %s', (name) => {
    expect(isForwardable(name)).toBe(true);
  });

  it.each([
    'authorization',
    'Cookie',
    'host',
    'X-Region',
    'x-forwarded-proto',
    'X-Forwarded',
    'forwarded',
    'connection',
    'proxy-authorization',
    'te',
    'expect',
    'content-length',
    'x trace',
    'x:y',
    '',
    'é',
  ])('may not be %j', (name) => {
    expect(isForwardable(name)).toBe(false);
  });
});
