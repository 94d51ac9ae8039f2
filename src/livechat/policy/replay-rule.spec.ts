import { describe, expect, it } from '@jest/globals';

import { mayRepeatLost, nextStep } from './replay-rule.js';

const fresh = { replayed: false, renewed: false, replayable: true };
const streamed = { ...fresh, replayable: false };
const replayed = { ...fresh, replayed: true };
const renewed = { ...replayed, renewed: true };

describe('after LiveChat has answered', () => {
  it('an authentication error renews and replays', () => {
    expect(nextStep({ errorType: 'authentication' }, fresh)).toEqual({ kind: 'renew', replay: true });
  });

  it('a misdirected request is replayed with the region LiveChat names', () => {
    expect(nextStep({ errorType: 'misdirected_request', region: 'fra' }, fresh)).toEqual({
      kind: 'move',
      region: 'fra',
      replay: true,
    });
  });

  it('a misdirected request without a usable region is passed on', () => {
    expect(nextStep({ errorType: 'misdirected_request' }, fresh)).toEqual({ kind: 'pass' });
  });

  it('a streamed body causes the renewal and is not replayed', () => {
    expect(nextStep({ errorType: 'authentication' }, streamed)).toEqual({ kind: 'renew', replay: false });
    expect(nextStep({ errorType: 'misdirected_request', region: 'fra' }, streamed)).toEqual({
      kind: 'move',
      region: 'fra',
      replay: false,
    });
  });

  it.each([
    ['a repeated call', replayed],
    ['a call that was repeated with a renewed token', renewed],
  ])('%s is not replayed again, and its region is remembered', (_what, progress) => {
    expect(nextStep({ errorType: 'misdirected_request', region: 'fra' }, progress)).toEqual({
      kind: 'move',
      region: 'fra',
      replay: false,
    });
  });

  it('an authentication error of a repeated call renews and does not replay', () => {
    expect(nextStep({ errorType: 'authentication' }, replayed)).toEqual({ kind: 'renew', replay: false });
  });

  it('an authentication error with the renewed token is passed on', () => {
    expect(nextStep({ errorType: 'authentication' }, renewed)).toEqual({ kind: 'pass' });
  });

  it.each([
    'authorization',
    'too_many_requests',
    'validation',
    'license_expired',
    'internal',
    'request_timeout',
  ])('an error of type %s is passed on', (errorType) => {
    expect(nextStep({ errorType, region: 'fra' }, fresh)).toEqual({ kind: 'pass' });
  });

  it('an answer without a meaning is passed on', () => {
    expect(nextStep({}, fresh)).toEqual({ kind: 'pass' });
  });
});

describe('after a connection has failed', () => {
  const lostRead = { isRead: true, answered: false, causeCode: 'ECONNRESET' };

  it.each(['ECONNRESET', 'ECONNREFUSED', 'UND_ERR_SOCKET', 'EPIPE', 'ENOTFOUND'])(
    'a read that never got an answer is repeated after %s',
    (causeCode) => {
      expect(mayRepeatLost({ ...lostRead, causeCode }, fresh)).toBe(true);
    },
  );

  it('a write is not repeated', () => {
    expect(mayRepeatLost({ ...lostRead, isRead: false }, fresh)).toBe(false);
  });

  it('a read whose answer had begun is not repeated', () => {
    expect(mayRepeatLost({ ...lostRead, answered: true }, fresh)).toBe(false);
  });

  it.each([
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
    'HPE_INVALID_CONSTANT',
    'CERT_HAS_EXPIRED',
    undefined,
  ])('a read is not repeated after %s', (causeCode) => {
    expect(mayRepeatLost({ ...lostRead, causeCode }, fresh)).toBe(false);
  });

  it('nothing is repeated twice, and no stream once', () => {
    expect(mayRepeatLost(lostRead, replayed)).toBe(false);
    expect(mayRepeatLost(lostRead, streamed)).toBe(false);
  });
});
