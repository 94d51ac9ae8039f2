import type { IncomingHttpHeaders } from 'node:http';

const KEPT_BODY_BYTES = 64 * 1024;

/** Who a request came from, as far as its token, code or client id tells. */
export interface Party {
  readonly clientId?: string;
  readonly accountId?: string;
  readonly organizationId?: string;
}

/** What is known when a request arrives. */
export interface Arrival {
  readonly id: number;
  readonly at: number;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
}

/** One request that LiveChat saw, and what it answered. */
export class RecordedRequest implements Arrival {
  readonly id: number;
  /** Milliseconds since 1970, by the sandbox's clock. */
  readonly at: number;
  readonly method: string;
  /** Path and query, byte for byte as they arrived. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  /** Only for `POST /v2/token`. */
  grantType: string | undefined;
  clientId: string | undefined;
  accountId: string | undefined;
  organizationId: string | undefined;
  /** Undefined until answered, and for ever if LiveChat hung up first. */
  status: number | undefined;
  /** The caller went away before it had its answer. */
  clientGone = false;
  /** Faults that this request met. */
  readonly faults: string[] = [];
  bodyLength = 0;

  private readonly kept: Buffer[] = [];
  private keptBytes = 0;

  constructor(arrival: Arrival) {
    this.id = arrival.id;
    this.at = arrival.at;
    this.method = arrival.method;
    this.url = arrival.url;
    this.headers = arrival.headers;
    this.rawHeaders = arrival.rawHeaders;
    const question = arrival.url.indexOf('?');
    this.path = question < 0 ? arrival.url : arrival.url.slice(0, question);
    this.query = new URLSearchParams(question < 0 ? '' : arrival.url.slice(question + 1));
  }

  /** The first 64 KiB of the body. */
  get body(): Buffer {
    return Buffer.concat(this.kept);
  }

  get text(): string {
    return this.body.toString('utf8');
  }

  get bytesKept(): number {
    return this.keptBytes;
  }

  /** The account that called, under the name that LiveChat's answers use for agents of an organization. */
  get account(): string | undefined {
    return this.accountId;
  }

  keep(chunk: Buffer): void {
    this.bodyLength += chunk.length;
    const room = KEPT_BODY_BYTES - this.keptBytes;
    if (room <= 0) return;
    // A copy: a slice would keep the whole network buffer alive.
    const part = Buffer.from(chunk.subarray(0, room));
    this.kept.push(part);
    this.keptBytes += part.length;
  }

  isFrom(party: Party): void {
    this.clientId = party.clientId;
    this.accountId = party.accountId;
    this.organizationId = party.organizationId;
  }
}
