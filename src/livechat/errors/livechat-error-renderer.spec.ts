import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';

import { AppError } from '../../foundation/index.js';
import { LiveChatErrorRenderer } from './livechat-error-renderer.js';

class SomeError extends AppError {
  readonly code = 'tokens.reauthorization_required';
  readonly publicMessage = 'Connect again.';
  override readonly details = { reconnect_url: 'http://localhost/auth/livechat' };

  constructor(
    readonly status: number,
    cause?: unknown,
  ) {
    super('internal words', { cause });
  }
}

const renderer = new LiveChatErrorRenderer();
const rendered = (error: AppError) => JSON.parse(renderer.render(error).body) as unknown;
const matches = (url: string) => renderer.matches({ raw: { url } } as FastifyRequest);

describe('an error under /livechat', () => {
  it('has LiveChat’s own shape', () => {
    expect(renderer.render(new SomeError(401)).headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
    });
    expect(rendered(new SomeError(401))).toEqual({
      error: {
        type: 'authentication',
        message: 'Connect again.',
        data: { reason: 'reauthorization_required', reconnect_url: 'http://localhost/auth/livechat' },
      },
    });
  });

  it.each([
    [400, 'validation'],
    [401, 'authentication'],
    [403, 'authorization'],
    [404, 'not_found'],
    [405, 'validation'],
    [408, 'request_timeout'],
    [409, 'validation'],
    [413, 'entity_too_large'],
    [429, 'too_many_requests'],
    [500, 'internal'],
    [502, 'service_unavailable'],
    [503, 'service_unavailable'],
    [504, 'request_timeout'],
  ])('with status %i is of type %s', (status, type) => {
    expect(rendered(new SomeError(status))).toMatchObject({ error: { type } });
  });

  it('says invalid_path when the router could not read the path', () => {
    const cause = Object.assign(new Error('bad url'), { code: 'FST_ERR_BAD_URL' });

    expect(rendered(new SomeError(400, cause))).toMatchObject({
      error: { data: { reason: 'invalid_path' } },
    });
  });

  it.each([
    '/livechat',
    '/livechat/',
    '/livechat/agent/action/x',
    '/livechat?x',
    '/livechat/%zz',
    '/livechat%2fagent',
    '/livechat%zz',
    '/livechat;x/y',
    '/livechat\\x',
    '/livechat#x',
    '/%6civechat/agent',
    'http://evil.test/livechat/agent',
  ])('is recognized by the target %s', (url) => {
    expect(matches(url)).toBe(true);
  });

  it.each([
    '/',
    '/auth/livechat',
    '/livechatty',
    '/livechat-x',
    '/docs?next=/livechat/',
    '',
    'http://a/?/livechat',
  ])('is not recognized by the target %j', (url) => {
    expect(matches(url)).toBe(false);
  });
});
