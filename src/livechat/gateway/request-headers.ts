/** What a caller may say to LiveChat itself: about what it wants, what it sends, and who it is. */
const ALLOWED =
  /^(?:accept(?:-[^ ]+)?|content-[^ ]+|if-[^ ]+|range|user-agent|x-author-id|x-api-version|x-debug-id)$/;

/** Never the caller's to say, whatever FORWARD_HEADERS names: credentials, addresses, framing, the connection. */
const NEVER =
  /^(?:authorization|cookie2?|host|x-region|forwarded|x-forwarded(?:-.*)?|proxy-.*|connection|keep-alive|te|trailer|transfer-encoding|upgrade|http2-settings|expect|content-length)$/;

const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

/** Whether FORWARD_HEADERS may name this header. */
export function isForwardable(name: string): boolean {
  return HEADER_NAME.test(name) && !NEVER.test(name.toLowerCase());
}

/** Chooses the caller's headers that LiveChat sees. */
export class RequestHeaders {
  private readonly added: ReadonlySet<string>;

  constructor(forwardHeaders: readonly string[]) {
    this.added = new Set(forwardHeaders.filter(isForwardable).map((name) => name.toLowerCase()));
  }

  /**
   * The allowed ones, in order, repeated as they came, in the caller's spelling: names and values in turn.
   *
   * `Content-Length` is not among them: it belongs to the body, not to the caller.
   */
  forwarded(rawHeaders: readonly string[], connection: string | undefined): string[] {
    const dropped = namesIn(connection);
    const kept: string[] = [];
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      const name = rawHeaders[at] ?? '';
      if (this.passes(name.toLowerCase(), dropped)) kept.push(name, rawHeaders[at + 1] ?? '');
    }
    return kept;
  }

  private passes(name: string, dropped: ReadonlySet<string> | undefined): boolean {
    if (dropped?.has(name)) return false;
    return (ALLOWED.test(name) && name !== 'content-length') || this.added.has(name);
  }
}

/** The headers that a `Connection` header makes hop-by-hop; undefined for the usual ones, which name none. */
export function namesIn(connection: string | undefined): ReadonlySet<string> | undefined {
  if (!connection || /^(?:keep-alive|close)$/i.test(connection)) return undefined;
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}
