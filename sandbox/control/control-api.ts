import type { Core } from '../core.js';
import { HeldFault } from '../faults/held-fault.js';
import { LIFECYCLE_EVENTS } from '../webhooks/lifecycle.js';
import type { Input } from '../api/input.js';
import { changeBehavior } from './change-behavior.js';
import { requestJson, stateJson } from './control-json.js';
import { causeFault } from './fault-request.js';

const SHOWN_REQUESTS = 200;

interface ControlCall {
  readonly input: Input;
  readonly id: string;
  readonly query: URLSearchParams;
}

/** What the control API does for `METHOD /path`. Nothing returned: 204. */
type ControlAction = (core: Core, call: ControlCall) => unknown;

function listRequests(core: Core, { query }: ControlCall): unknown {
  const prefix = query.get('path') ?? '';
  const grantType = query.get('grantType');
  return core.requests
    .to(prefix)
    .filter((request) => grantType === null || request.grantType === grantType)
    .slice(-SHOWN_REQUESTS)
    .map((request) => requestJson(request, core));
}

function release({ faults }: Core, { id, input }: ControlCall): undefined {
  const fault = faults.find(Number(id));
  if (!(fault instanceof HeldFault)) throw input.wrong('id', 'is not a hold');
  fault.release();
}

function clearFault({ faults }: Core, { id, input }: ControlCall): undefined {
  const fault = faults.find(Number(id));
  if (fault === undefined) throw input.wrong('id', 'is not a fault');
  fault.clear();
}

function issueTokens({ tokenControls }: Core, { input }: ControlCall): unknown {
  return tokenControls.issueFor({
    client: input.optionalText('client'),
    agent: input.text('agent'),
    organization: input.optionalText('organization'),
    scopes: input.texts('scopes'),
  });
}

function authorize({ authorizer, origin }: Core, { input }: ControlCall): unknown {
  const url = input.text('url');
  if (!URL.canParse(url, origin)) throw input.wrong('url', 'must be an authorization URL');
  const location = authorizer.decide(new URL(url, origin).searchParams, {
    agent: input.optionalText('agent'),
    organization: input.optionalText('organization'),
    deny: input.flag('deny', false),
  });
  return { location: new URL(location, origin).href };
}

function emitWebhook({ webhooks }: Core, { input }: ControlCall): unknown {
  return webhooks.emit(input.text('action'), input.inside('payload').fields, input.text('organization'));
}

function sendLifecycle({ webhooks, clients }: Core, { input }: ControlCall): unknown {
  const event = input.oneOf('event', LIFECYCLE_EVENTS);
  if (event === undefined) throw input.wrong('event', 'is required');
  const url = input.text('url');
  if (!URL.canParse(url)) throw input.wrong('url', 'must be a URL');
  const clientId = input.optionalText('clientId') ?? clients.all[0]?.id ?? '';
  return webhooks.sendLifecycle(event, { url, clientId, organization: input.text('organization') });
}

function feedDrip({ drips }: Core, { id, input }: ControlCall): undefined {
  const drip = drips.of(id);
  const chunk = input.optionalText('chunk');
  if (chunk !== undefined) drip.write(chunk);
  if (input.flag('end', false)) drip.end();
  if (input.flag('abort', false)) drip.abort();
}

/** The control API, by method and path below `/_sandbox/api`. */
export const controlActions: Readonly<Record<string, ControlAction>> = {
  'GET /state': stateJson,
  'GET /faults': ({ faults }) => faults.active,
  'POST /faults': ({ faults }, { input }) => causeFault(input, faults),
  'DELETE /faults': ({ faults }) => {
    faults.clear();
  },
  'DELETE /faults/:id': clearFault,
  'POST /faults/:id/release': release,
  'GET /requests': listRequests,
  'DELETE /requests': ({ requests }) => {
    requests.clear();
  },
  'POST /tokens': issueTokens,
  'POST /authorize': authorize,
  'GET /behavior': ({ behavior }) => behavior,
  'PATCH /behavior': ({ behavior }, { input }) => changeBehavior(input, behavior),
  'GET /webhooks': ({ webhooks }) => ({
    registrations: webhooks.registrations.map(({ secretKey: _, ...shown }) => shown),
    deliveries: webhooks.deliveries.map(({ body, ...shown }) => ({
      ...shown,
      action: body['action'] ?? body['event'],
    })),
  }),
  'POST /webhooks': emitWebhook,
  'POST /lifecycle': sendLifecycle,
  'POST /drips/:id': feedDrip,
  'POST /reset': (core) => {
    core.reset();
  },
};
