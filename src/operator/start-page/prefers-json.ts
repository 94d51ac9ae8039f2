import type { FastifyRequest } from 'fastify';

import { wantsHtml } from '../../foundation/index.js';

/** Whether a program asks: it names JSON. Whoever names nothing in particular gets the page. */
export function prefersJson(request: Pick<FastifyRequest, 'headers'>): boolean {
  return /\bapplication\/(?:[\w.-]+\+)?json\b/i.test(request.headers.accept ?? '') && !wantsHtml(request);
}
