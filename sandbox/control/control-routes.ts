import type { FastifyInstance, FastifyRequest } from 'fastify';

import { ApiError } from '../api/api-error.js';
import { Input } from '../api/input.js';
import type { Core } from '../core.js';
import { type Answer, jsonAnswer, redirectTo } from '../http/answer.js';
import { deliver } from '../http/deliver.js';
import { readBody } from '../http/read-body.js';
import { controlActions } from './control-api.js';
import { controlPage } from './control-page.js';
import { formActions, inputFromForm } from './form-actions.js';

const BODY_LIMIT_BYTES = 1_048_576;

function isForeign({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  return origin !== undefined && origin !== `http://${host ?? ''}`;
}

function refusal(error: unknown): Answer {
  if (error instanceof ApiError) return jsonAnswer(400, { error: error.data?.['detail'] ?? error.message });
  if (error instanceof RangeError) return jsonAnswer(404, { error: error.message });
  throw error;
}

/** Other sites' pages may not play with the sandbox through somebody's browser. */
async function guarded(request: FastifyRequest, act: (body: string) => Answer): Promise<Answer> {
  if (request.method !== 'GET' && isForeign(request))
    return jsonAnswer(403, { error: 'This page belongs to another site.' });
  try {
    const { body } = await readBody(request.raw, BODY_LIMIT_BYTES);
    return act(body.toString('utf8'));
  } catch (error) {
    return refusal(error);
  }
}

function apiRoute(core: Core, app: FastifyInstance, route: string): void {
  const [method = '', path = ''] = route.split(' ');
  app.route({
    method,
    url: `/_sandbox/api${path}`,
    handler: async (request, reply) => {
      const answer = await guarded(request, (body) => {
        const { id = '' } = request.params as { id?: string };
        const query = new URLSearchParams(request.raw.url?.split('?')[1]);
        const value = controlActions[route]?.(core, { input: Input.fromJson(body), id, query });
        return value === undefined ? { status: 204, body: '' } : jsonAnswer(200, value);
      });
      deliver(reply, answer);
      return reply;
    },
  });
}

/** The sandbox's own page and API. Neither is recorded, and no fault strikes them. */
export function controlRoutes(core: Core, app: FastifyInstance): void {
  for (const route of Object.keys(controlActions)) apiRoute(core, app, route);
  app.get('/_sandbox', (_request, reply) => reply.redirect('/_sandbox/'));
  app.get('/_sandbox/', (_request, reply) => {
    deliver(reply, controlPage(core));
    return reply;
  });
  app.post('/_sandbox/actions/:action', async (request, reply) => {
    const { action } = request.params as { action: string };
    const answer = await guarded(request, (body) => {
      if (!Object.hasOwn(formActions, action)) throw new RangeError('There is no such action.');
      formActions[action]?.(core, inputFromForm(new URLSearchParams(body)));
      return redirectTo('/_sandbox/', 303);
    });
    deliver(reply, answer);
    return reply;
  });
  app.all('/_sandbox/*', (_request, reply) => {
    deliver(reply, jsonAnswer(404, { error: 'The sandbox has no such page. Start at /_sandbox/.' }));
    return reply;
  });
}
