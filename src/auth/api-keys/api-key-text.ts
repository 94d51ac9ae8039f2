import { randomBytes } from 'node:crypto';

import { randomToken } from '../../foundation/index.js';

/** The two halves of an API key: an id to look it up by, and a secret to prove it with. */
export interface ApiKeyParts {
  readonly id: string;
  readonly secret: string;
}

/** The prefix lets secret scanners find a key that was left somewhere. */
const API_KEY = /^lcab_([0-9a-f]{12})_([\w-]{43})$/;

/** Parts of a new key, or with another secret of the key that has this id. */
export function newApiKeyParts(id = randomBytes(6).toString('hex')): ApiKeyParts {
  return { id, secret: randomToken() };
}

/** `lcab_<id>_<secret>` */
export function apiKeyText({ id, secret }: ApiKeyParts): string {
  return `lcab_${id}_${secret}`;
}

export function apiKeyPartsOf(text: string): ApiKeyParts | undefined {
  const [, id, secret] = API_KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}
