import type { DescribedRoutes } from './described-routes.js';

/** The reference itself, which no controller serves. */
export const docsRoutes: DescribedRoutes = {
  'get /docs': {
    operationId: 'docs',
    tags: ['API reference'],
    summary: 'This reference',
    responses: {
      200: { description: 'A page.', content: { 'text/html': { schema: { type: 'string' } } } },
    },
  },
  'get /docs/openapi.json': {
    operationId: 'docs_openapi',
    tags: ['API reference'],
    summary: 'This reference as an OpenAPI document',
    responses: {
      200: { description: 'The document.', content: { 'application/json': { schema: { type: 'object' } } } },
    },
  },
};
