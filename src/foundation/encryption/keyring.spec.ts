import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';

import { Secret } from '../secrets/secret.js';
import { keyIdOf, Keyring } from './keyring.js';

const key = (id: string) => ({ id, key: new Secret('encryption_key', randomBytes(32).toString('base64')) });
const row = ['client', 'organization', 'account', 'access_token'];

describe('Keyring', () => {
  it('opens what it sealed', () => {
    const keyring = new Keyring([key('k1')]);

    expect(keyring.open(keyring.seal('dal:token ✓', row), row)).toBe('dal:token ✓');
  });

  it('never seals the same text alike', () => {
    const keyring = new Keyring([key('k1')]);

    expect(keyring.seal('token', row)).not.toBe(keyring.seal('token', row));
  });

  it.each([
    ['another row', ['client', 'organization', 'someone else', 'access_token']],
    ['another column', ['client', 'organization', 'account', 'refresh_token']],
    ['fields that join to the same text', ['client', 'organization,account', 'access_token']],
  ])('does not open a text that was moved to %s', (_place, elsewhere) => {
    const keyring = new Keyring([key('k1')]);
    const sealed = keyring.seal('token', row);

    expect(() => keyring.open(sealed, elsewhere)).toThrow('changed or moved');
  });

  it('does not open a text of which one byte was changed', () => {
    const keyring = new Keyring([key('k1')]);
    const sealed = keyring.seal('token', row);
    const bytes = Buffer.from(sealed.slice('v1.k1.'.length), 'base64url');
    bytes[15]! ^= 1;

    expect(() => keyring.open(`v1.k1.${bytes.toString('base64url')}`, row)).toThrow('changed or moved');
  });

  it('opens with every key it has and seals with the first', () => {
    const [oldKey, newKey] = [key('old'), key('new')];
    const sealedBefore = new Keyring([oldKey]).seal('token', row);
    const keyring = new Keyring([newKey, oldKey]);

    expect(keyring.open(sealedBefore, row)).toBe('token');
    expect(keyIdOf(keyring.seal('token', row))).toBe('new');
  });

  it('names the key that is missing', () => {
    const sealed = new Keyring([key('lost')]).seal('token', row);

    expect(() => new Keyring([key('k1')]).open(sealed, row)).toThrow('sealed with key "lost"');
  });

  it.each(['A', '=', '.more'])('does not open a text with %j after its end, though base64 would', (more) => {
    const keyring = new Keyring([key('k1')]);

    expect(() => keyring.open(keyring.seal('token', row) + more, row)).toThrow('malformed');
  });

  it.each(['', 'v1', 'v1.k1', 'v1.k1.', 'v1.k1.AAAA', 'v2.k1.AAAA', 'plain text'])('refuses %j', (text) => {
    expect(() => new Keyring([key('k1')]).open(text, row)).toThrow('cannot be opened');
  });
});
