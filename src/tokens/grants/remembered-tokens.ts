import { LRUCache } from 'lru-cache';

import { sha256 } from '../../foundation/index.js';
import { CACHED_ENTRIES } from '../timings.js';
import type { AccessToken } from '../token-values.js';

/** Access tokens of which something is known, by token and not by grant: a late report about an older one hides nothing about the stored one. */
export class RememberedTokens {
  private readonly digests = new LRUCache<string, true>({ max: CACHED_ENTRIES });

  has(token: AccessToken): boolean {
    return this.digests.get(digestOf(token)) ?? false;
  }

  /** Whether that is news. */
  add(token: AccessToken): boolean {
    if (this.has(token)) return false;
    this.digests.set(digestOf(token), true);
    return true;
  }

  /** Whether that is news. */
  remove(token: AccessToken): boolean {
    return this.digests.delete(digestOf(token));
  }
}

function digestOf(token: AccessToken): string {
  return sha256(token.reveal()).toString('base64');
}
