import type { FastifyInstance } from 'fastify';

const LOOK_EVERY_MS = 100;

/**
 * Ends kept-alive connections as they fall idle while the server closes.
 *
 * Node ends those that are idle when it begins to close; one that answers a last request would be waited for until its
 * keep-alive runs out, more than a minute.
 */
export function letConnectionsGo(server: FastifyInstance): void {
  let looking: NodeJS.Timeout | undefined;
  server.addHook('preClose', (done) => {
    looking = setInterval(() => {
      server.server.closeIdleConnections();
    }, LOOK_EVERY_MS);
    done();
  });
  server.addHook('onClose', (_server, done) => {
    clearInterval(looking);
    done();
  });
}
