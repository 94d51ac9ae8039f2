import { byAnyone, type DescribedRoutes, json, page, problem } from '../described-route.js';

const introduction = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    version: { type: 'string' },
    signIn: { type: 'string', format: 'uri' },
    docs: { type: 'string', format: 'uri' },
  },
};

export const pageRoutes: DescribedRoutes = {
  'get /': {
    tags: ['Pages'],
    summary: 'Start page',
    description:
      'For a browser: the way in, or, once signed in, the connection and a live example call. For a program that asks for JSON: where to go.',
    security: byAnyone,
    responses: {
      200: {
        description: 'The page, or where to go.',
        content: {
          'text/html': { schema: { type: 'string' } },
          'application/json': { schema: introduction },
        },
      },
      500: problem('The session could not be looked up.'),
    },
  },
  'get /docs': {
    tags: ['Pages'],
    summary: 'This API reference',
    security: byAnyone,
    responses: { 200: page('The reference.') },
  },
  'get /docs/openapi.json': {
    tags: ['Pages'],
    summary: 'This API reference as an OpenAPI document',
    security: byAnyone,
    responses: { 200: json('The document.', { type: 'object' }) },
  },
};
