import type { FastifyReply, FastifyRequest } from 'fastify';

import type { FaultRegistry } from '../faults/fault-registry.js';
import type { Party, RecordedRequest } from '../requests/recorded-request.js';
import type { RequestLog } from '../requests/request-log.js';
import type { Answer } from './answer.js';
import type { Call, Handler } from './call.js';
import { deliver } from './deliver.js';
import { readBody } from './read-body.js';

/** Longer bodies are read to their end and forgotten: an upload may have 10 MB and some framing. */
const BODY_LIMIT_BYTES = 11 * 1024 * 1024;

interface FrontOptions {
  readonly requests: RequestLog;
  readonly faults: FaultRegistry;
  /** Who called; may look at the body. */
  readonly identify: (call: Call) => Party & { readonly grantType?: string };
  /** The answer to something a handler threw. */
  readonly recover: (error: unknown, call: Call) => Answer;
  /** Gets a line for every request answered. */
  readonly log: (line: string) => void;
}

/** What stands before every handler: records the request, applies faults, delivers the answer. */
export class Front {
  constructor(private readonly options: FrontOptions) {}

  /** A handler that reads `call.raw` itself gets an empty body. */
  serve(handler: Handler, { readsBody = true } = {}) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { raw } = request;
      const seen = this.options.requests.open({
        method: request.method,
        url: raw.url ?? '/',
        headers: raw.headers,
        rawHeaders: raw.rawHeaders,
      });
      const stopNoticing = this.noticeLeaving(reply, seen);
      const call = await this.receive(request, seen, readsBody);
      if (call === undefined) return reply.hijack();
      const answer = await this.answer(handler, call);
      if (answer.cut !== undefined) stopNoticing();
      if (answer.cut !== 'before-headers') seen.status = answer.status;
      deliver(reply, answer);
      this.options.requests.changed(seen);
      this.options.log(`${seen.method} ${seen.path} ${seen.status ?? 'hung up'}`);
      return reply;
    };
  }

  private async receive(
    request: FastifyRequest,
    seen: RecordedRequest,
    readsBody: boolean,
  ): Promise<Call | undefined> {
    const { requests, identify } = this.options;
    const { path, query, method, headers } = seen;
    const shape = { method, path, query, headers, raw: request.raw, seen };
    try {
      const { body, isTooLarge } = readsBody
        ? await readBody(request.raw, BODY_LIMIT_BYTES)
        : { body: Buffer.alloc(0), isTooLarge: false };
      if (body.length > 0) requests.keep(seen, body);
      const call: Call = { ...shape, body, isBodyTooLarge: isTooLarge };
      const { grantType, ...party } = identify(call);
      seen.isFrom(party);
      seen.grantType = grantType;
      requests.record(seen);
      return call;
    } catch {
      seen.clientGone = true;
      requests.record(seen);
      return undefined;
    }
  }

  private async answer(handler: Handler, call: Call): Promise<Answer> {
    const plan = this.options.faults.planFor(call.seen);
    const instead = await plan.before();
    if (instead !== undefined) return instead;
    const answer = await this.run(handler, call);
    return (await plan.after()) ?? answer;
  }

  private async run(handler: Handler, call: Call): Promise<Answer> {
    try {
      return await handler(call);
    } catch (error) {
      return this.options.recover(error, call);
    }
  }

  private noticeLeaving(reply: FastifyReply, seen: RecordedRequest): () => void {
    const noticed = (): void => {
      if (reply.raw.writableFinished) return;
      seen.clientGone = true;
      this.options.requests.changed(seen);
    };
    reply.raw.once('close', noticed);
    return () => reply.raw.off('close', noticed);
  }
}
