import { byAnyone, type DescribedRoutes, json } from '../described-route.js';

const check = {
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['up', 'down'] },
    message: { type: 'string', description: 'One sentence for the operator.' },
  },
};

const report = {
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['ok', 'error', 'shutting_down'] },
    info: { type: 'object', additionalProperties: check, description: 'The checks that are up.' },
    error: { type: 'object', additionalProperties: check, description: 'The checks that are down.' },
    details: {
      type: 'object',
      description: 'Every check.',
      properties: { database: check, migrations: check, keys: check, token_endpoint: check },
    },
  },
};

export const healthRoutes: DescribedRoutes = {
  'get /health/live': {
    tags: ['Health'],
    summary: 'Whether the process is alive',
    security: byAnyone,
    responses: {
      200: json('It is.', { type: 'object', properties: { status: { type: 'string', enum: ['ok'] } } }),
    },
  },
  'get /health/ready': {
    tags: ['Health'],
    summary: 'Whether the process may have traffic',
    description: 'The database, its migrations, the encryption keys, and LiveChat’s token endpoint.',
    security: byAnyone,
    responses: {
      200: json('Every check is up.', report),
      503: json('A check is down, or the process is shutting down.', report),
    },
  },
};
