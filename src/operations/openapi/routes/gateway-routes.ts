import {
  bySessionOrKey,
  type DescribedRoutes,
  liveChatError,
  type Method,
  type Operation,
} from '../described-route.js';

const ABOUT = [
  'The same path at LiveChat, called with the caller’s own token, which is renewed when it has to be.',
  'Status, headers and bytes come back as LiveChat sent them. A path may begin with a version, such as `/livechat/v3.5/agent/…`.',
].join(' ');

type Parameters = NonNullable<Operation['parameters']>;

const tenant: Parameters = [
  {
    name: 'LiveChat-Organization-Id',
    in: 'header',
    required: false,
    description: 'The organization to act for; needed with an API key that is not bound to one.',
    schema: { type: 'string', format: 'uuid' },
  },
  {
    name: 'LiveChat-Account-Id',
    in: 'header',
    required: false,
    description: 'The agent to act as, when it must be a certain one.',
    schema: { type: 'string', format: 'uuid' },
  },
];

const responses: Operation['responses'] = {
  200: { description: 'LiveChat’s answer, untouched.' },
  400: liveChatError('`invalid_path`, or `tenant_required` for an unbound API key.'),
  401: liveChatError('`not_signed_in`, `reauthorization_required` or `uninstalled`, with `reconnect_url`.'),
  403: liveChatError('`forbidden_path`, or `cross_site_request`.'),
  409: liveChatError('`tenant_mismatch`: the key is bound to another organization.'),
  413: liveChatError('`body_too_large`.'),
  502: liveChatError('`upstream_unreachable`.'),
  503: liveChatError('`renewal_unavailable`, with `Retry-After`, or `fix_configuration`.'),
  504: liveChatError('`upstream_timeout`.'),
};

const jsonBody: Operation['requestBody'] = {
  content: { 'application/json': { schema: { type: 'object' }, example: {} } },
};

function pathParameters(names: readonly string[]): Parameters {
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function family(summary: string, ...names: readonly string[]): Operation {
  return {
    tags: ['Calling LiveChat'],
    summary,
    description: ABOUT,
    security: bySessionOrKey,
    parameters: [...pathParameters(names), ...tenant],
    requestBody: jsonBody,
    responses,
  };
}

/** The general form. The families below are what the UI can try: it would encode the slashes of this one. */
function anyPath(method: Method): Operation {
  const { requestBody, ...rest } = family(`Any ${method.toUpperCase()} to LiveChat’s API`, 'path');
  return {
    ...rest,
    description: `${ABOUT} \`path\` is all that follows \`/livechat/\`, slashes included.`,
    ...(['post', 'put', 'patch'].includes(method) && { requestBody }),
  };
}

export const gatewayRoutes: DescribedRoutes = {
  'post /livechat/agent/action/{action}': {
    ...family('Agent Chat API: chats, threads, events', 'action'),
    externalDocs: { url: 'https://platform.text.com/docs/messaging/agent-chat-api' },
  },
  'post /livechat/configuration/action/{action}': {
    ...family('Configuration API: agents, groups, tags, webhooks', 'action'),
    externalDocs: { url: 'https://platform.text.com/docs/management/configuration-api' },
  },
  'post /livechat/reports/{resource}/{action}': {
    ...family('Reports API', 'resource', 'action'),
    externalDocs: { url: 'https://platform.text.com/docs/data-reporting/reports-api' },
  },
  'get /livechat/{path}': anyPath('get'),
  'post /livechat/{path}': anyPath('post'),
  'put /livechat/{path}': anyPath('put'),
  'patch /livechat/{path}': anyPath('patch'),
  'delete /livechat/{path}': anyPath('delete'),
  'head /livechat/{path}': anyPath('head'),
};
