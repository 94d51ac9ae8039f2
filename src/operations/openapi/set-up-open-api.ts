import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';

import { docsPage, docsScript, docsStyle } from './docs-page.js';
import { openApiDocument } from './open-api-document.js';
import { SWAGGER_UI_FILES, swaggerUiFile } from './swagger-ui-files.js';

/** What Swagger UI needs and nothing more: its own files, icons as data, calls to this server. */
const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the OpenAPI document at `/docs/openapi.json` and its UI at `/docs`, from this server alone. */
export function setUpOpenApi(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  let document: OpenAPIObject | undefined; // made when first asked for: not every process is
  const serve = (path: string, type: string, content: () => string | Buffer | OpenAPIObject): void => {
    server.get(path, (_request, reply) =>
      reply.headers({ 'content-type': type, 'content-security-policy': DOCS_POLICY }).send(content()),
    );
  };
  for (const path of ['/docs', '/docs/']) serve(path, 'text/html; charset=utf-8', () => docsPage);
  serve('/docs/openapi.json', 'application/json; charset=utf-8', () => (document ??= openApiDocument(app)));
  serve('/docs/reference.js', 'text/javascript; charset=utf-8', () => docsScript);
  serve('/docs/reference.css', 'text/css; charset=utf-8', () => docsStyle);
  for (const [name, type] of Object.entries(SWAGGER_UI_FILES)) {
    serve(`/docs/${name}`, type, () => swaggerUiFile(name));
  }
}
