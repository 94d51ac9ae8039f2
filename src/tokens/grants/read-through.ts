import { LRUCache } from 'lru-cache';

import { CACHED_ENTRIES } from '../timings.js';

/**
 * A bounded cache of what a load returns: one load per key at a time, and nothing remembered that was loaded before
 * the key was forgotten.
 */
export class ReadThrough<Value extends object> {
  private readonly entries: LRUCache<string, Value>;
  private readonly loads = new Map<string, Promise<Value | undefined>>();

  constructor(max = CACHED_ENTRIES) {
    this.entries = new LRUCache({ max });
  }

  peek(key: string): Value | undefined {
    return this.entries.get(key);
  }

  /** What is missing is not remembered: it may be there a moment later. */
  get(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const known = this.entries.get(key);
    if (known) return Promise.resolve(known);
    return this.loads.get(key) ?? this.load(key, load);
  }

  forget(key: string): void {
    this.entries.delete(key);
    this.loads.delete(key);
  }

  forgetAll(): void {
    this.entries.clear();
    this.loads.clear();
  }

  private load(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const loading = load().then(
      (value) => {
        if (this.settle(key, loading) && value) this.entries.set(key, value);
        return value;
      },
      (error: unknown) => {
        this.settle(key, loading);
        throw error;
      },
    );
    this.loads.set(key, loading);
    return loading;
  }

  /** Whether the load still counts. */
  private settle(key: string, loading: Promise<Value | undefined>): boolean {
    return this.loads.get(key) === loading && this.loads.delete(key);
  }
}
