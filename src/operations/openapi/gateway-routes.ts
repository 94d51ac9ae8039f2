import { pagedActions } from '../../livechat/index.js';
import { type DescribedRoutes, type Method, METHODS, type Operation } from './described-routes.js';

type Parameters = NonNullable<Operation['parameters']>;

const TAG = 'LiveChat';

const ABOUT = [
  'The same path at LiveChat, called with the caller’s own token, which is renewed when it has to be.',
  'Status, headers and bytes come back as LiveChat sent them, its errors too.',
  'A path may begin with a version, such as `/livechat/v3.5/agent/action/list_chats`.',
].join(' ');

const PAGED_FAMILIES: ReadonlySet<string> = new Set(['agent', 'configuration']);
const ALL_PAGES: Parameters[number] = {
  name: 'all',
  in: 'query',
  required: false,
  description: [
    '`true`: every page of the list as `application/x-ndjson`, a line for each, LiveChat’s JSON as it came.',
    'Any `next_page_id` sent as `page_id` goes on from there. A last line `{"error":…,"page_id":…}` says why the list is not complete.',
    `Understood by ${[...pagedActions].map((action) => `\`${action}\``).join(', ')}; elsewhere it goes to LiveChat.`,
  ].join(' '),
  schema: { type: 'boolean' },
};

/**
 * The gateway, family by family, and in general.
 *
 * The families are for trying out: the UI encodes the slashes of a parameter, and the gateway refuses encoded slashes.
 */
export const gatewayRoutes: DescribedRoutes = {
  'post /livechat/agent/action/{action}': {
    ...callOf('agent', 'Agent Chat API: chats, threads, events', ['action']),
    externalDocs: { url: 'https://platform.text.com/docs/messaging/agent-chat-api' },
  },
  'post /livechat/configuration/action/{action}': {
    ...callOf('configuration', 'Configuration API: agents, groups, tags, webhooks', ['action']),
    externalDocs: { url: 'https://platform.text.com/docs/management/configuration-api' },
  },
  'post /livechat/reports/{resource}/{action}': {
    ...callOf('reports', 'Reports API', ['resource', 'action']),
    externalDocs: { url: 'https://platform.text.com/docs/data-reporting/reports-api' },
  },
  'get /livechat/agent/rtm/ws': webSocket('agent_rtm', []),
  'get /livechat/{version}/agent/rtm/ws': webSocket('agent_rtm_of_version', ['version']),
  ...Object.fromEntries(METHODS.map((method) => [`${method} /livechat/{path}`, anyCall(method)])),
};

function callOf(name: string, summary: string, pathParameters: readonly string[]): Operation {
  return {
    operationId: `livechat_${name}`,
    tags: [TAG],
    summary,
    description: ABOUT,
    security: [{ cookie: [] }, { bearer: [] }],
    parameters: [
      ...pathParameters.map(inPath),
      ...(PAGED_FAMILIES.has(name) ? [ALL_PAGES] : []),
      ...tenantHeaders(),
    ],
    requestBody: { content: { 'application/json': { schema: { type: 'object' }, example: {} } } },
    responses: answers(),
  };
}

function anyCall(method: Method): Operation {
  const { requestBody, ...call } = callOf(`any_${method}`, `Any ${method.toUpperCase()}`, ['path']);
  const description = `${ABOUT} \`path\` is all that follows \`/livechat/\`, slashes included.`;
  return { ...call, description, ...(['post', 'put', 'patch'].includes(method) && { requestBody }) };
}

function webSocket(name: string, pathParameters: readonly string[]): Operation {
  const summary = 'Agent Chat RTM API, as a WebSocket';
  const { requestBody: _none, ...call } = callOf(name, summary, pathParameters);
  return {
    ...call,
    description: [
      'LiveChat’s WebSocket, as the caller’s organization: requests, responses and pushes pass as they come.',
      'Begin with `{"action":"login","payload":{}}`: the token is put in. With a session’s cookie the handshake must have our own `Origin`, or an allowed one.',
    ].join(' '),
    externalDocs: { url: 'https://platform.text.com/docs/messaging/agent-chat-api/rtm-reference' },
    responses: { 101: { description: 'The WebSocket is open, to LiveChat and here.' }, ...answers() },
  };
}

function inPath(name: string): Parameters[number] {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function tenantHeaders(): Parameters {
  const header = (name: string, description: string): Parameters[number] => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string', format: 'uuid' },
  });
  return [
    header(
      'LiveChat-Organization-Id',
      'The organization to act for: needed with an API key that is bound to none.',
    ),
    header('LiveChat-Account-Id', 'The agent to act as, when it must be a certain one.'),
  ];
}

function answers(): Operation['responses'] {
  return {
    200: { description: 'LiveChat’s answer, or with `all=true` its answers.' },
    400: {
      description:
        '`invalid_path`, `tenant_required` for an unbound API key, or `invalid_body` with `all=true`.',
    },
    401: {
      description: '`not_signed_in`, `reauthorization_required` or `uninstalled`, with `reconnect_url`.',
    },
    403: {
      description:
        '`forbidden_path`, also for what an API key does not allow, `cross_site_request`, or `missing_scope` with `scope` and `reconnect_url`.',
    },
    409: { description: '`tenant_mismatch`: the caller belongs to another organization.' },
    413: { description: '`body_too_large`.' },
    429: {
      description:
        '`rate_limited` or `spend_cap_reached`, with `Retry-After`. LiveChat’s own 429 has no `reason`.',
    },
    502: { description: '`upstream_unreachable`.' },
    503: { description: '`renewal_unavailable` or `busy`, with `Retry-After`, or `fix_configuration`.' },
    504: { description: '`upstream_timeout`.' },
  };
}
