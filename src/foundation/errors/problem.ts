import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Log } from '../logging/log.js';
import { appErrorFrom } from './app-error-from.js';
import type { ErrorRenderer } from './error-renderer.js';

/** Decides, alone, what leaves the process when something failed. */
export class ProblemAnswers {
  constructor(
    private readonly renderers: readonly ErrorRenderer[],
    private readonly log: Log,
  ) {}

  send(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = appErrorFrom(thrown);
    if (error.status >= 500) this.report(error, request);
    if (reply.sent) return;
    const renderer = this.renderers.find((candidate) => candidate.matches(request));
    if (!renderer) throw error;
    const { headers, body } = renderer.render(error, request);
    void reply
      .code(error.status)
      .headers({ 'cache-control': 'no-store', ...headers, ...error.headers })
      .send(body);
  }

  private report(error: Error, request: FastifyRequest): void {
    this.log.error({ event: 'request.failed', requestId: request.id, error });
  }
}
