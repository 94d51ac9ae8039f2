import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';

import { Secret } from '../secrets/secret.js';
import { PinoLog } from './pino-log.js';

function written(fields: Record<string, unknown>): Record<string, unknown> {
  const text = textOf('info', (log) => {
    log.info({ event: 'test.happened', ...fields });
  });
  return JSON.parse(text) as Record<string, unknown>;
}

function textOf(level: string, act: (log: PinoLog) => void): string {
  let text = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  act(new PinoLog({ level, destination }));
  return text;
}

describe('PinoLog', () => {
  it('writes the event with its level and time', () => {
    expect(written({ ms: 3 })).toMatchObject({
      level: 'info',
      event: 'test.happened',
      ms: 3,
      time: expect.any(String),
    });
  });

  it.each([
    ['at the top', { access_token: 'dal:secret' }],
    ['in an object', { answer: { refreshToken: 'secret' } }],
    ['deeper', { request: { headers: { authorization: 'Bearer secret' } } }],
    ['in a list', { requests: [{ headers: { cookie: 'session=secret' } }] }],
    ['as a Secret', { token: new Secret('access_token', 'secret') }],
  ])('leaves out what bears a secret’s name %s', (_where, fields) => {
    const line = JSON.stringify(written(fields));

    expect(line).not.toMatch(/secret"/);
    expect(line).toMatch(/\[removed\]|\[access_token /);
  });

  it('writes of an error only what tells what happened', () => {
    const error = Object.assign(new Error('refused', { cause: new Error('reset') }), {
      code: 'ECONNREFUSED',
      config: { headers: { authorization: 'Bearer secret' } },
      response: { data: 'secret' },
    });

    const line = written({ error });

    expect(line.error).toMatchObject({
      name: 'Error',
      message: 'refused',
      code: 'ECONNREFUSED',
      cause: { message: 'reset' },
    });
    expect(JSON.stringify(line)).not.toContain('secret');
  });

  it('writes frequent events in the same form as others, one to a line', () => {
    const path = '/a "quoted"\nline';
    const lines = textOf('info', (log) => {
      log.frequent({ event: 'test.happened', path, status: 200 });
      log.info({ event: 'test.happened', path, status: 200 });
    }).split('\n');
    const [frequent, usual] = lines.slice(0, 2).map((line) => JSON.parse(line) as { time: string });

    expect(frequent).toEqual({ ...usual, time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/) });
    expect(lines).toHaveLength(3);
  });

  it.each([
    ['debug', 1],
    ['info', 1],
    ['warn', 0],
    ['silent', 0],
  ])('writes frequent events at level %s: %i', (level, count) => {
    const text = textOf(level, (log) => {
      log.frequent({ event: 'test.happened' });
    });

    expect(text.split('\n').filter(Boolean)).toHaveLength(count);
  });

  it('does not change what it was given', () => {
    const headers = { authorization: 'Bearer x' };
    written({ headers });

    expect(headers.authorization).toBe('Bearer x');
  });
});
