import { LRUCache } from 'lru-cache';

import type { Clock } from '../../foundation/index.js';

const MINUTE_MS = 60_000;
const BUCKETS_KEPT = 10_000;
/** Fractions of a token add up to whole ones with an error. */
const TOLERANCE = 1e-6;

interface Bucket {
  /** Tokens that are missing. */
  spent: number;
  at: number;
}

/**
 * A token bucket for each name, which holds a minute's worth: whoever keeps to the limit in every minute is never refused.
 *
 * The buckets that were used last are kept; one that is forgotten is a full one.
 */
export class RateLimit {
  private readonly buckets = new LRUCache<string, Bucket>({ max: BUCKETS_KEPT });

  constructor(
    readonly perMinute: number,
    private readonly clock: Clock,
  ) {}

  /** How long until there is a token; 0 when there is one. */
  waitMs(name: string): number {
    const missing = this.refilled(name).spent + 1 - this.perMinute;
    return missing > TOLERANCE ? (missing * MINUTE_MS) / this.perMinute : 0;
  }

  take(name: string): void {
    this.refilled(name).spent += 1;
  }

  private refilled(name: string): Bucket {
    const now = this.clock.now();
    const bucket = this.buckets.get(name);
    if (!bucket) return this.full(name, now);
    const elapsedMs = Math.max(0, now - bucket.at); // less when the clock was set back
    bucket.spent = Math.max(0, bucket.spent - (elapsedMs * this.perMinute) / MINUTE_MS);
    bucket.at = now;
    return bucket;
  }

  private full(name: string, at: number): Bucket {
    const bucket = { spent: 0, at };
    this.buckets.set(name, bucket);
    return bucket;
  }
}
