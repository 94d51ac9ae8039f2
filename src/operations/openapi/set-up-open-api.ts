import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';

import { protectDocs } from './protect-docs.js';
import { openApiDocument } from './open-api-document.js';

/** Serves the OpenAPI document at `/docs/openapi.json` and its UI at `/docs`, from this server alone. */
export function setUpOpenApi(app: NestFastifyApplication): void {
  protectDocs(app);
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    raw: ['json'],
    jsonDocumentUrl: '/docs/openapi.json',
    customSiteTitle: 'API reference · livechat-app-backend',
    swaggerOptions: {
      validatorUrl: null, // else the UI asks a server on the Internet
      persistAuthorization: false, // else an API key stays in the browser's storage
      displayRequestDuration: true,
    },
  });
}
