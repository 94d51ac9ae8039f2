import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * What the UI needs and nothing more: its own files, styles it writes itself, icons as data.
 *
 * Its React sets style attributes, so styles cannot be pinned by hash; scripts stay ours.
 */
const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Gives everything under `/docs` its policy; an error page there keeps its own. */
export function protectDocs(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (request, reply) => {
      const isOfDocs = /^\/docs(?:[/?]|$)/.test(request.url);
      if (isOfDocs && !reply.hasHeader('content-security-policy'))
        reply.header('content-security-policy', DOCS_POLICY);
    });
}
