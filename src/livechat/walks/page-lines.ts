import type { AppError } from '../../foundation/index.js';
import { liveChatErrorOf } from '../errors/livechat-error.js';
import type { ArrivedCall } from '../gateway/gateway-call.js';
import type { AnswerHead } from '../gateway/held-answer.js';
import { jsonOut } from '../policy/json-out.js';
import { PageRefused } from './page-refused.js';

const OWN_HEADERS = ['content-type', 'application/x-ndjson', 'cache-control', 'no-store'];
const LINE_END = Buffer.from('\n');

/** Of the first page's headers, those that are about its bytes and not about the call. */
const ABOUT_ONE_PAGE =
  /^(?:content-.*|.*-digest|digest|etag|last-modified|accept-ranges|age|expires|cache-control)$/i;

/** Writes a walk's lines to the caller, no faster than it reads. */
export class PageLines {
  /** How many pages there were. */
  count = 0;

  constructor(private readonly call: ArrivedCall) {}

  /** With what LiveChat says beside the first page, such as `Legacy` and `X-Debug-Id`. */
  begin({ rawHeaders }: AnswerHead): void {
    const headers: Buffer[] = OWN_HEADERS.map((text) => Buffer.from(text));
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      const [name, value] = rawHeaders.slice(at, at + 2);
      if (name && value && !ABOUT_ONE_PAGE.test(name.toString('latin1'))) headers.push(name, value);
    }
    this.call.relay.begin({ status: 200, reason: 'OK', rawHeaders: headers });
  }

  /**
   * Resolves when the caller has taken it, or nearly.
   *
   * @throws CallerLeft
   */
  async write(page: Buffer): Promise<void> {
    const { relay, presence } = this.call;
    presence.mustStay();
    this.count += 1;
    relay.write(page);
    if (relay.write(LINE_END)) return;
    await new Promise<void>((resolve) => {
      presence.onLeave(resolve);
      relay.whenDrained(resolve);
    });
    presence.mustStay();
  }

  /** All pages are written. */
  end(): void {
    this.call.relay.walked = 'to_the_end';
    this.call.relay.end();
  }

  /** Why there are no more pages, and where to go on. */
  breakOff(error: AppError, pageId: string): void {
    const said = error instanceof PageRefused ? error.said : undefined;
    const theirs = said && jsonOut({ error: said, page_id: pageId });
    const line = theirs ?? JSON.stringify({ error: liveChatErrorOf(error), page_id: pageId });
    this.call.relay.walked = 'broken_off';
    this.call.relay.write(Buffer.from(`${line}\n`));
    this.call.relay.end();
  }
}
