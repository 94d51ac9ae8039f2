import { z } from 'zod';

import { Secret } from '../secrets/secret.js';
import type { EncryptionKey } from './keyring.js';

const KEY_BYTES = 32;

export const encryptionEnv = {
  ENCRYPTION_KEYS: z
    .string()
    .transform((text, context) => {
      const keys = text.split(',').map(parseKey);
      const fault = faultOf(keys);
      if (fault) context.issues.push({ code: 'custom', message: fault, input: undefined });
      return keys.filter((key) => key !== undefined);
    })
    .optional()
    .describe(
      'Keys that seal tokens at rest: `id:base64key` with commas between them, 32 random bytes each. The first seals, all open. Make one with `echo "k1:$(openssl rand -base64 32)"`.',
    ),
};

function parseKey(text: string): EncryptionKey | undefined {
  const [, id, key] = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(text) ?? [];
  if (id === undefined || key === undefined || Buffer.from(key, 'base64').length !== KEY_BYTES)
    return undefined;
  return { id, key: new Secret('encryption_key', key) };
}

function faultOf(keys: readonly (EncryptionKey | undefined)[]): string | undefined {
  const wrong = keys.indexOf(undefined);
  if (wrong >= 0) {
    return `key ${wrong + 1} must be an id (letters, digits, - and _), a colon, and 32 bytes in base64: id:base64key`;
  }
  return new Set(keys.map((key) => key?.id)).size < keys.length ? 'must not use a key id twice' : undefined;
}
