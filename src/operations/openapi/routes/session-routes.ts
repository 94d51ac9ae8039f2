import { bySession, bySessionOrKey, type DescribedRoutes, json, problem } from '../described-route.js';

const health = {
  type: 'string',
  enum: [
    'ok',
    'degraded',
    'reauthorization_required',
    'fix_configuration',
    'license_expired',
    'missing_scope',
    'account_suspended',
    'uninstalled',
  ],
};

const session = {
  type: 'object',
  required: ['organizationId', 'accountId', 'scopes', 'grant'],
  properties: {
    organizationId: { type: 'string', format: 'uuid' },
    accountId: { type: 'string', format: 'uuid' },
    scopes: { type: 'array', items: { type: 'string' }, example: ['chats--all:ro', 'agents--all:ro'] },
    grant: {
      type: 'object',
      required: ['health', 'expiresAt'],
      properties: {
        health,
        expiresAt: { description: 'When the access token expires; it is renewed before.' },
      },
    },
  },
};

const notSignedIn = problem('`not_signed_in`: no session, or one that is over.');
const crossSite = problem('`cross_site_request`: a cookie from a page that is not on `ALLOWED_ORIGINS`.');

export const sessionRoutes: DescribedRoutes = {
  'get /auth/session': {
    tags: ['Sessions'],
    summary: 'Who is connected, and how the grant is',
    security: bySessionOrKey,
    responses: { 200: json('The connection.', session), 401: notSignedIn },
  },
  'delete /auth/session': {
    tags: ['Sessions'],
    summary: 'Sign this browser out',
    security: bySession,
    responses: { 204: { description: 'Signed out.' }, 401: notSignedIn, 403: crossSite },
  },
  'delete /auth/livechat': {
    tags: ['Sessions'],
    summary: 'Disconnect LiveChat',
    description: 'Revokes the tokens at LiveChat, deletes the grant and ends its sessions.',
    security: bySession,
    responses: { 204: { description: 'Disconnected.' }, 401: notSignedIn, 403: crossSite },
  },
};
