import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { HttpConfig, Log } from '../foundation/index.js';

/**
 * Headers that every answer carries, whoever gives it.
 *
 * Who offers to upgrade is answered like anybody else, but on a connection that ends: Node drops what came with the offer,
 * and would take the middle of it for a request.
 */
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
    if (request.headers.upgrade !== undefined) reply.header('connection', 'close');
    done();
  });
}

/** One line per answer, without query strings: they hold authorization codes. */
export function logEveryAnswer(server: FastifyInstance, log: Log): void {
  server.addHook('onResponse', (request, reply, done) => {
    log.frequent({
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

/** The action called through the gateway, or the route's pattern; an address we do not know is not repeated. */
function loggedPath(request: FastifyRequest): string {
  const { url = '' } = request.raw;
  if (!url.startsWith('/livechat/')) return request.routeOptions.url ?? '(unknown)';
  const query = url.indexOf('?');
  return url.slice(0, Math.min(query < 0 ? url.length : query, 200));
}
