import { describe, expect, it } from '@jest/globals';

import { startAuthApp } from '../testing/auth-app.js';
import { CrossSiteRequest } from './caller-refusals.js';
import { CrossSiteRule } from './cross-site-rule.js';

const COOKIE = 'livechat_session=whatever';

const rule = async () => {
  const auth = await startAuthApp({
    publicUrl: 'http://app.example',
    allowedOrigins: ['https://widget.example'],
  });
  return auth.app.get(CrossSiteRule);
};

const post = (headers: Record<string, string>, method = 'POST') => ({
  method,
  headers: { cookie: COOKIE, ...headers },
});

describe('the cross-site rule', () => {
  it.each([
    ['our own pages', { 'sec-fetch-site': 'same-origin' }],
    ['our own pages, with their origin', { 'sec-fetch-site': 'same-origin', origin: 'http://app.example' }],
    ['our own pages in an old browser', { origin: 'http://app.example' }],
    ['an allowed origin', { 'sec-fetch-site': 'cross-site', origin: 'https://widget.example' }],
    ['an allowed origin in an old browser', { origin: 'https://widget.example' }],
    ['an allowed sibling', { 'sec-fetch-site': 'same-site', origin: 'https://widget.example' }],
  ])('accepts %s', async (_who, headers) => {
    const found = await rule();

    expect(() => {
      found.check(post(headers));
    }).not.toThrow();
  });

  it.each([
    ['nobody who says where from', {}],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another site without an origin', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling host', { 'sec-fetch-site': 'same-site', origin: 'http://other.app.example' }],
    ['a sibling without an origin', { 'sec-fetch-site': 'same-site' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['a word we do not know', { 'sec-fetch-site': 'Same-Origin' }],
    ['another site in an old browser', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['our host under another scheme', { origin: 'https://app.example' }],
    ['our host on another port', { origin: 'http://app.example:8080' }],
    ['a name that begins like ours', { origin: 'http://app.example.evil.example' }],
    [
      'our origin on a request the browser calls cross-site',
      {
        'sec-fetch-site': 'cross-site',
        origin: 'http://app.example',
      },
    ],
    ['only a Referer of ours', { referer: 'http://app.example/page' }],
  ])('refuses %s', async (_who, headers: Record<string, string>) => {
    const found = await rule();

    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(() => {
        found.check(post(headers, method));
      }).toThrow(CrossSiteRequest);
    }
  });

  it.each(['GET', 'HEAD', 'OPTIONS'])('lets %s be: it changes nothing', async (method) => {
    const found = await rule();

    expect(() => {
      found.check(post({ 'sec-fetch-site': 'cross-site' }, method));
    }).not.toThrow();
  });

  it('does not concern requests without our cookie', async () => {
    const found = await rule();

    expect(() => {
      found.check({ method: 'POST', headers: { cookie: 'other=1' } });
    }).not.toThrow();
  });

  it('does not concern requests that a key speaks for', async () => {
    const found = await rule();

    expect(() => {
      found.check(post({ authorization: 'Bearer lcab_x_y', origin: 'https://evil.example' }));
    }).not.toThrow();
  });

  it('counts a cookie that is there twice as a cookie', async () => {
    const found = await rule();

    expect(() => {
      found.check({ method: 'POST', headers: { cookie: 'livechat_session=a; livechat_session=b' } });
    }).toThrow(CrossSiteRequest);
  });

  it('guards every route of the application', async () => {
    const auth = await startAuthApp();

    const answer = await auth.browser().go('/auth/session', {
      method: 'DELETE',
      headers: { cookie: COOKIE, origin: 'https://evil.example', accept: 'application/json' },
    });

    expect([answer.status, answer.json().reason]).toEqual([403, 'cross_site_request']);
  });

  it.each([
    ['our own pages', { origin: 'http://app.example' }],
    ['an allowed origin', { origin: 'https://widget.example', 'sec-fetch-site': 'cross-site' }],
    [
      'a program with a key, whatever it says besides',
      { origin: 'https://evil.example', authorization: 'x' },
    ],
    ['nobody we know', { origin: 'https://evil.example', cookie: 'another=1' }],
  ])('lets %s open a WebSocket', async (_who, headers: Record<string, string>) => {
    const found = await rule();

    expect(() => {
      found.checkHandshake({ headers: { cookie: COOKIE, ...headers } });
    }).not.toThrow();
  });

  it.each([
    ['nobody who says where from', {}],
    ['whoever only says that it is the same site', { 'sec-fetch-site': 'same-origin' }],
    ['another site', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['our host under another scheme', { origin: 'https://app.example' }],
    ['our host on another port', { origin: 'http://app.example:8080' }],
    ['two origins', { origin: 'http://app.example, https://evil.example' }],
  ])('does not let %s open a WebSocket with the cookie', async (_who, headers: Record<string, string>) => {
    const found = await rule();

    expect(() => {
      found.checkHandshake({ headers: { cookie: COOKIE, ...headers } });
    }).toThrow(CrossSiteRequest);
  });
});
