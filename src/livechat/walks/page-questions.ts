import { BodyTooLarge } from '../errors/body-too-large.js';
import { Busy } from '../errors/busy.js';
import { InvalidWalk } from '../errors/invalid-walk.js';
import type { ArrivedCall } from '../gateway/gateway-call.js';
import { StreamedBody } from '../gateway/streamed-body.js';
import { jsonIn } from '../policy/json-in.js';
import { jsonOut } from '../policy/json-out.js';
import { nextPayload, nextQuery } from '../policy/next-page.js';

/** What differs between the requests for a list's pages. */
export type PageQuestion = Pick<ArrivedCall, 'target' | 'headers' | 'body'>;

/** About one answer to one request, or its bytes: pages are read here, and each has a body of its own. */
const NOT_FOR_PAGES = /^(?:accept.*|content-.*|if-.*|range)$/i;

/** The requests for a list's pages: the caller's own first, and what follows from it. */
export class PageQuestions {
  readonly first: PageQuestion;
  private readonly fields: Readonly<Record<string, unknown>>;

  /**
   * @param maxBytes of a body, which is kept for as long as the walk
   * @throws BodyTooLarge, Busy when it was not kept for want of room, or InvalidWalk when it is not what a page id could be
   *   put into
   */
  constructor(
    private readonly call: ArrivedCall,
    maxBytes: number,
  ) {
    const { target, body } = call;
    if (body instanceof StreamedBody) throw whyNotKept(body, maxBytes);
    this.fields = body ? fieldsIn(body) : {};
    this.first = { target, headers: headersFor(call, body !== undefined), body };
  }

  next(pageId: string): PageQuestion {
    const { method, target, body } = this.call;
    const hasBody = method !== 'GET' || body !== undefined;
    return {
      target: method === 'GET' ? { ...target, path: nextPath(target.path, pageId) } : target,
      headers: headersFor(this.call, hasBody),
      body: hasBody ? Buffer.from(JSON.stringify(nextPayload(this.fields, pageId))) : undefined,
    };
  }
}

function whyNotKept({ length = Infinity }: StreamedBody, maxBytes: number): BodyTooLarge | Busy {
  return length > maxBytes ? new BodyTooLarge(maxBytes) : new Busy('too many bodies are kept');
}

function fieldsIn(body: Buffer): Readonly<Record<string, unknown>> {
  const fields = jsonIn(body);
  const isObject = typeof fields === 'object' && fields !== null && !Array.isArray(fields);
  if (!isObject || jsonOut(fields) === undefined) throw new InvalidWalk();
  return fields as Readonly<Record<string, unknown>>;
}

function nextPath(path: string, pageId: string): string {
  const mark = path.indexOf('?');
  const bare = mark < 0 ? path : path.slice(0, mark);
  return bare + nextQuery(path.slice(bare.length), pageId);
}

function headersFor({ headers }: ArrivedCall, hasBody: boolean): readonly string[] {
  const kept = ['Accept', 'application/json'];
  if (hasBody) kept.push('Content-Type', 'application/json');
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const [name = '', value = ''] = headers.slice(at, at + 2);
    if (!NOT_FOR_PAGES.test(name)) kept.push(name, value);
  }
  return kept;
}
