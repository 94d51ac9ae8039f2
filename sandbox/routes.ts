import Fastify, { type FastifyInstance } from 'fastify';

import { AccountsError, resourceNotFound, invalidFields } from './accounts/accounts-error.js';
import { AccountsPages } from './accounts/accounts-pages.js';
import { TokenEndpoint } from './accounts/token-endpoint.js';
import { TokenInfo } from './accounts/token-info.js';
import { ApiError } from './api/api-error.js';
import { ApiServer, readsOwnBody } from './api/api-server.js';
import { controlRoutes } from './control/control-routes.js';
import type { Core } from './core.js';
import { targetOf } from './faults/fault.js';
import { type Answer, jsonAnswer } from './http/answer.js';
import type { Call, Handler } from './http/call.js';
import { Front } from './http/front.js';
import { identifyBy } from './identify.js';
import { RtmServer } from './rtm/rtm-server.js';

/** What LiveChat says when something went wrong in it: a bug of the sandbox, so it is also logged. */
function recover(error: unknown, call: Call, log: (line: string) => void): Answer {
  if (error instanceof AccountsError || error instanceof ApiError) return error.toAnswer();
  log(
    `${call.method} ${call.path} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  if (targetOf(call.method, call.path) === 'api') return new ApiError('internal').toAnswer();
  return new AccountsError(500, 'server_error', { description: 'Unexpected error' }).toAnswer();
}

function notFound({ path }: Call): Answer {
  if (path === '/v2/token' || path === '/v2/info') throw invalidFields({ method: 'is not supported' });
  if (path.startsWith('/v2/')) throw resourceNotFound('resource');
  return jsonAnswer(404, { error: `There is nothing at ${path}. The sandbox's own page is at /_sandbox/.` });
}

function accountsRoutes(core: Core, app: FastifyInstance, front: Front): void {
  const pages = new AccountsPages(core);
  const installed = (clientId: string, organizationId: string): void => {
    core.webhookRegistry.enable(clientId, organizationId);
  };
  const tokens = new TokenEndpoint({ ...core, installed });
  const info = new TokenInfo(core);
  app.get(
    '/',
    front.serve((call) => pages.authorize(call)),
  );
  app.post(
    '/consent',
    front.serve((call) => pages.decide(call)),
  );
  app.get(
    '/ooops',
    front.serve((call) => pages.failure(call)),
  );
  app.post(
    '/v2/token',
    front.serve((call) => tokens.answer(call)),
  );
  app.delete(
    '/v2/token',
    front.serve((call) => info.revoke(call)),
  );
  app.get(
    '/v2/info',
    front.serve((call) => info.info(call)),
  );
  app.get(
    '/v2/accounts/me',
    front.serve((call) => info.account(call)),
  );
}

function apiRoutes(core: Core, app: FastifyInstance, front: Front): void {
  const api = new ApiServer({
    ...core,
    keep: (call, chunk) => {
      core.requests.keep(call.seen, chunk);
    },
    origin: () => core.origin,
  });
  new RtmServer({ ...core, api }).listenOn(app.server);
  const handler: Handler = (call) =>
    targetOf(call.method, call.path) === 'api' ? api.answer(call) : notFound(call);
  const whole = front.serve(handler);
  const streamed = front.serve(handler, { readsBody: false });
  app.all('/*', (request, reply) => {
    const [path = '/'] = (request.raw.url ?? '/').split('?');
    return readsOwnBody(path) ? streamed(request, reply) : whole(request, reply);
  });
}

/** Every route of the sandbox. Bodies reach the handlers as they came. */
export function routes(core: Core, log: (line: string) => void = () => undefined): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: Number.MAX_SAFE_INTEGER,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 10_000 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => {
    done(null);
  });
  const front = new Front({
    requests: core.requests,
    faults: core.faultRegistry,
    identify: identifyBy(core.tokens, core.codes),
    recover: (error, call) => recover(error, call, log),
    log,
  });
  accountsRoutes(core, app, front);
  controlRoutes(core, app);
  apiRoutes(core, app, front);
  return app;
}
