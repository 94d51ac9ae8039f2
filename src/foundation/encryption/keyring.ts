import { createCipheriv, createDecipheriv } from 'node:crypto';

import { Secret } from '../secrets/secret.js';
import { Nonces } from './nonces.js';
import { SealedTextUnreadable } from './sealed-text-unreadable.js';

export interface EncryptionKey {
  readonly id: string;
  /** 32 bytes, base64. */
  readonly key: Secret<'encryption_key'>;
}

const FORMAT = 'v1';
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals text with AES-256-GCM so that it opens only where it was sealed.
 *
 * A sealed text is `v1.<key id>.<base64url of nonce, ciphertext and tag>`. What it is bound to (a row's identity, a
 * cookie's name) is authenticated with it: the same text moved elsewhere does not open. The first key seals, all open.
 * Nonces are random: NIST SP 800-38D allows 2^32 seals per key, far more than grants times renewals.
 */
export class Keyring {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly nonces = new Nonces(NONCE_BYTES);

  /** The id of the key that seals. */
  readonly sealingKeyId: string;

  constructor(keys: readonly EncryptionKey[]) {
    const [first] = keys;
    if (!first) throw new RangeError('A keyring needs a key to seal with.');
    this.keys = new Map(keys.map(({ id, key }) => [id, Buffer.from(key.reveal(), 'base64')]));
    this.sealingKeyId = first.id;
  }

  get keyIds(): readonly string[] {
    return [...this.keys.keys()];
  }

  seal(plain: string, boundTo: readonly string[]): string {
    const nonce = this.nonces.take();
    const cipher = createCipheriv(ALGORITHM, this.keyOf(this.sealingKeyId), nonce);
    cipher.setAAD(associatedData(this.sealingKeyId, boundTo));
    const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${FORMAT}.${this.sealingKeyId}.${sealed.toString('base64url')}`;
  }

  /** @throws SealedTextUnreadable when the key is not ours, the text was changed, or it was sealed for elsewhere */
  open(sealed: string, boundTo: readonly string[]): string {
    const [, keyId = '', body = ''] = sealed.split('.');
    const bytes = Buffer.from(body, 'base64url');
    // Written again, because base64 is read leniently: one sealed text has one spelling.
    const isWellFormed = sealed === `${FORMAT}.${keyId}.${bytes.toString('base64url')}`;
    if (!isWellFormed || bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealedTextUnreadable('malformed');
    const decipher = createDecipheriv(ALGORITHM, this.keyOf(keyId), bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(associatedData(keyId, boundTo));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([plain, decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new SealedTextUnreadable('changed or moved', { cause });
    }
  }

  private keyOf(keyId: string): Buffer {
    const key = this.keys.get(keyId);
    if (!key)
      throw new SealedTextUnreadable(`sealed with key "${keyId}", which ENCRYPTION_KEYS does not have`);
    return key;
  }
}

/** The id of the key a text was sealed with: tells which keys the database still needs. */
export function keyIdOf(sealed: string): string {
  return sealed.split('.', 2)[1] ?? '';
}

function associatedData(keyId: string, boundTo: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([FORMAT, keyId, ...boundTo]));
}
