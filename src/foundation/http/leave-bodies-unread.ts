import type { FastifyInstance } from 'fastify';

/** Has no parser touch the bodies of a scope's requests: whoever wants the bytes reads them as they come. */
export function leaveBodiesUnread(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => {
    done(null, undefined);
  });
}
