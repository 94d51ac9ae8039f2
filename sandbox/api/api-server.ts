import { randomUUID } from 'node:crypto';

import type { SandboxBehavior } from '../behavior.js';
import type { SandboxClock } from '../clock.js';
import { type Answer, jsonAnswer } from '../http/answer.js';
import type { FaultRegistry } from '../faults/fault-registry.js';
import { bearerOf, type Call, headerOf } from '../http/call.js';
import { eachChunk } from '../http/read-body.js';
import type { RtmPushes } from '../rtm/rtm-pushes.js';
import type { TokenStore } from '../tokens/token-store.js';
import type { WebhookControls } from '../webhooks/webhook-controls.js';
import type { WebhookRegistry } from '../webhooks/registration.js';
import type { Directory } from '../world/directory.js';
import { isGranted } from '../world/scopes.js';
import type { World } from '../world/world.js';
import { agentActions } from './agent/index.js';
import type { ApiAction, Caller } from './api-call.js';
import { ApiError } from './api-error.js';
import { type ApiPath, readApiPath } from './api-path.js';
import { configurationActions } from './configuration/index.js';
import { webhookNames } from './configuration/webhooks.js';
import type { DripControls } from './echo/drips.js';
import { echoActionAt } from './echo/echo-actions.js';
import { Input } from './input.js';
import { inputFromQuery } from './query-input.js';
import { reportAction } from './reports/index.js';

const LEGACY_VERSION = '3.5';
const LEGACY_UNTIL = '2027-02-07';

interface Options {
  readonly behavior: SandboxBehavior;
  readonly clock: SandboxClock;
  readonly tokens: TokenStore;
  readonly directory: Directory;
  readonly world: World;
  readonly webhooks: WebhookControls;
  readonly pushes: RtmPushes;
  readonly webhookRegistry: WebhookRegistry;
  readonly drips: DripControls;
  readonly faultRegistry: FaultRegistry;
  readonly keep: (call: Call, chunk: Buffer) => void;
  readonly origin: () => string;
}

/** Whether a path's handler reads the body itself, because it may be of any size. */
export function readsOwnBody(path: string): boolean {
  return echoActionAt(path) !== undefined;
}

function actionAt({ family, method }: ApiPath): ApiAction | undefined {
  if (family === 'reports') return reportAction(method);
  const actions = family === 'agent' ? agentActions : family === 'configuration' ? configurationActions : {};
  return Object.hasOwn(actions, method) ? actions[method] : undefined;
}

/** The API: finds the method, checks the token, the region and the scopes, and runs it. */
export class ApiServer {
  constructor(private readonly options: Options) {}

  async answer(call: Call): Promise<Answer> {
    const path = readApiPath(call.path);
    const answer = await this.respond(call, path).catch((error: unknown) => {
      if (error instanceof ApiError) return error.toAnswer();
      throw error;
    });
    const legacy: Record<string, string> = path?.version === LEGACY_VERSION ? { legacy: LEGACY_UNTIL } : {};
    return { ...answer, headers: { ...legacy, 'x-debug-id': randomUUID(), ...answer.headers } };
  }

  private async respond(call: Call, path: ApiPath | undefined): Promise<Answer> {
    if (path === undefined || !this.options.behavior.supportedVersions.includes(path.version))
      throw new ApiError('unsupported_version');
    const echoAction = echoActionAt(call.path);
    if (echoAction !== undefined) {
      await this.admitOrDrain(call);
      return echoAction(call, this.options);
    }
    if (path.family === 'configuration' && path.method === 'list_webhook_names')
      return jsonAnswer(200, webhookNames());
    return this.run(call, path);
  }

  private async run(call: Call, path: ApiPath): Promise<Answer> {
    const caller = this.callerOf(call);
    const action = actionAt(path);
    const isRead = call.method === 'GET' && path.family === 'reports';
    if (action === undefined || !(call.method === 'POST' || isRead)) throw new ApiError('not_found');
    const { scopes } = caller.access;
    if (action.scopes.length > 0 && !action.scopes.some((needed) => isGranted(scopes, needed)))
      throw new ApiError('authorization');
    const { options } = this;
    const input = isRead ? inputFromQuery(call.query) : this.inputOf(call, action);
    const apiCall = {
      ...caller,
      ...options,
      version: path.version,
      input,
      http: call,
      origin: options.origin(),
    };
    const value = await action.run(apiCall);
    return value === undefined ? { status: 200, body: '' } : jsonAnswer(200, value);
  }

  private inputOf({ body, isBodyTooLarge }: Call, action: ApiAction): Input {
    if (action.isUpload === true) return new Input({});
    if (isBodyTooLarge) throw new ApiError('entity_too_large');
    return Input.fromJson(body.toString('utf8'));
  }

  /** A refused body is read to its end first, unless `?early` asks for an answer in the middle of it. */
  private async admitOrDrain(call: Call): Promise<void> {
    try {
      this.callerOf(call);
    } catch (error) {
      if (!call.query.has('early'))
        await eachChunk(call.raw, (chunk) => {
          this.options.keep(call, chunk);
        });
      throw error;
    }
  }

  private callerOf({ headers, seen }: Call): Caller {
    const { tokens, directory, world, faultRegistry } = this.options;
    const access = tokens.findAccess(bearerOf(headers) ?? '');
    const data = access && world.of(access.organizationId);
    if (access === undefined || data === undefined) throw new ApiError('authentication');
    const region = faultRegistry.movedRegionOf(seen) ?? data.organization.region;
    const sentRegion = headerOf(headers, 'x-region') ?? '';
    if (sentRegion !== '' && sentRegion !== region) throw new ApiError('misdirected_request', { region });
    const seat = data.seats.get(directory.agentOf(access.accountId).email);
    if (seat === undefined) throw new ApiError('authentication');
    if (seat.isSuspended) throw new ApiError('authorization');
    return { access, data, seat };
  }
}
