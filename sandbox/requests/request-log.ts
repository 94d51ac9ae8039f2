import type { SandboxClock } from '../clock.js';
import { type Arrival, RecordedRequest } from './recorded-request.js';

const MAX_REQUESTS = 5_000;
const MAX_BODY_BYTES = 32 * 1024 * 1024;

type Predicate = (request: RecordedRequest) => boolean;

interface Waiter {
  readonly predicate: Predicate;
  readonly resolve: (request: RecordedRequest) => void;
}

/**
 * Everything that LiveChat saw, oldest first. The sandbox's own pages and API are not in it.
 *
 * Bounded: the oldest requests are dropped beyond 5 000 requests or 32 MiB of bodies.
 */
export class RequestLog {
  private requests: RecordedRequest[] = [];
  private bodyBytes = 0;
  private nextId = 1;
  private waiters: Waiter[] = [];

  constructor(private readonly clock: SandboxClock) {}

  get all(): readonly RecordedRequest[] {
    return this.requests;
  }

  get last(): RecordedRequest | undefined {
    return this.requests.at(-1);
  }

  /** Requests whose path starts like this. */
  to(pathPrefix: string): RecordedRequest[] {
    return this.requests.filter((request) => request.path.startsWith(pathPrefix));
  }

  /** Requests to the token endpoint with this grant type. */
  ofGrant(grantType: string): RecordedRequest[] {
    return this.requests.filter((request) => request.grantType === grantType);
  }

  clear(): void {
    this.requests = [];
    this.bodyBytes = 0;
  }

  /**
   * The first request that fits: one already recorded, or the next to arrive.
   *
   * Asked again when a request is answered or its caller goes away, so a predicate may look at `status`.
   */
  waitFor(predicate: Predicate): Promise<RecordedRequest> {
    const seen = this.requests.find(predicate);
    if (seen !== undefined) return Promise.resolve(seen);
    return new Promise((resolve) => this.waiters.push({ predicate, resolve }));
  }

  /** A request that has arrived but is not recorded yet: its body is still to come. */
  open(arrival: Omit<Arrival, 'id' | 'at'>): RecordedRequest {
    return new RecordedRequest({ ...arrival, id: this.nextId++, at: this.clock.now() });
  }

  /** Adds to what is kept of a body, also while it still arrives. */
  keep(request: RecordedRequest, chunk: Buffer): void {
    const before = request.bytesKept;
    request.keep(chunk);
    this.bodyBytes += request.bytesKept - before;
  }

  record(request: RecordedRequest): void {
    this.requests.push(request);
    this.dropOldest();
    this.changed(request);
  }

  /** Something about a recorded request became known. */
  changed(request: RecordedRequest): void {
    if (this.waiters.length === 0) return;
    const met = this.waiters.filter((waiter) => waiter.predicate(request));
    if (met.length === 0) return;
    this.waiters = this.waiters.filter((waiter) => !met.includes(waiter));
    for (const waiter of met) waiter.resolve(request);
  }

  private dropOldest(): void {
    while (this.requests.length > MAX_REQUESTS || this.bodyBytes > MAX_BODY_BYTES) {
      const dropped = this.requests.shift();
      if (dropped === undefined) return;
      this.bodyBytes = Math.max(0, this.bodyBytes - dropped.bytesKept);
    }
  }
}
