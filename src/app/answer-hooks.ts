import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { HttpConfig, Log } from '../foundation/index.js';

/** Headers that every answer carries, whoever gives it. */
export function answerEveryRequestSafely(server: FastifyInstance, http: HttpConfig): void {
  const headers: Record<string, string> = {
    // Pages of ours bring a policy of their own. A page that comes from LiveChat through our origin must not act as one.
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    ...(http.isSecure && { 'strict-transport-security': 'max-age=31536000' }),
  };
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id);
    done();
  });
}

/** One line per answer, without query strings: they hold authorization codes. */
export function logEveryAnswer(server: FastifyInstance, log: Log): void {
  server.addHook('onResponse', (request, reply, done) => {
    log.info({
      event: 'http.answered',
      requestId: request.id,
      method: request.method,
      path: loggedPath(request),
      status: reply.raw.statusCode, // the gateway writes to the raw answer
      ms: Math.round(reply.elapsedTime * 10) / 10,
    });
    done();
  });
}

/** The route's pattern, or the action called through the gateway; an address we do not know is not repeated. */
function loggedPath(request: FastifyRequest): string {
  const pattern = request.routeOptions.url ?? '(unknown)';
  if (!pattern.startsWith('/livechat/')) return pattern;
  const path = request.url.split('?', 1)[0] ?? '';
  return path.slice(0, 200);
}
