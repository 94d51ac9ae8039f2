import { randomUUID } from 'node:crypto';

import { WEBHOOK_ACTIONS, type WebhookRegistration } from '../../webhooks/registration.js';
import type { ApiActions, ApiCall } from '../api-call.js';
import { ApiError } from '../api-error.js';

const CONFIGURE = ['webhooks.configuration:rw'];
const PER_ACTION = 3;

function isWebAddress(url: string): boolean {
  return url.length <= 500 && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** Webhooks belong to a client; a token of one client cannot touch another's. */
function ownerOf({ input, access }: ApiCall): string {
  const owner = input.optionalText('owner_client_id') ?? access.clientId;
  if (owner !== access.clientId) throw new ApiError('authorization');
  return owner;
}

function registerWebhook(call: ApiCall): unknown {
  const { input, webhookRegistry } = call;
  const ownerClientId = ownerOf(call);
  const action = input.oneOf('action', WEBHOOK_ACTIONS) ?? input.text('action');
  const url = input.text('url');
  if (!isWebAddress(url)) throw input.wrong('url', 'must be a URL of at most 500 characters');
  const type = input.oneOf('type', ['license', 'bot']);
  if (type === undefined) throw input.wrong('type', 'is required');
  const sameAction = webhookRegistry.ownedBy(ownerClientId).filter((it) => it.action === action);
  if (sameAction.length >= PER_ACTION) throw new ApiError('limit_reached');
  const registration: WebhookRegistration = {
    id: randomUUID().replaceAll('-', ''),
    action,
    url,
    secretKey: input.text('secret_key'),
    ownerClientId,
    type,
    description: input.optionalText('description'),
    additionalData: input.texts('additional_data') ?? [],
    filters: input.inside('filters').fields,
  };
  webhookRegistry.add(registration);
  return { id: registration.id };
}

function listWebhooks(call: ApiCall): unknown {
  return call.webhookRegistry.ownedBy(ownerOf(call)).map((it) => ({
    id: it.id,
    action: it.action,
    url: it.url,
    type: it.type,
    owner_client_id: it.ownerClientId,
    description: it.description,
    additional_data: it.additionalData,
    filters: it.filters,
  }));
}

function unregisterWebhook(call: ApiCall): undefined {
  if (!call.webhookRegistry.remove(call.input.text('id'), ownerOf(call))) throw new ApiError('not_found');
}

function switchWebhooks(isOn: boolean) {
  return (call: ApiCall): undefined => {
    const owner = ownerOf(call);
    const { webhookRegistry, access } = call;
    if (isOn) webhookRegistry.enable(owner, access.organizationId);
    else webhookRegistry.disable(owner, access.organizationId);
  };
}

function webhooksState(call: ApiCall): unknown {
  const { webhookRegistry, access } = call;
  return { license_webhooks_enabled: webhookRegistry.isEnabled(ownerOf(call), access.organizationId) };
}

/** What `list_webhook_names` answers, to everybody. */
export function webhookNames(): unknown {
  return WEBHOOK_ACTIONS.map((action) => ({ action, additional_data: [], filters: [] }));
}

/** Chat webhooks: registered per client, switched on per organization. */
export const webhooks: ApiActions = {
  register_webhook: { scopes: CONFIGURE, run: registerWebhook },
  list_webhooks: { scopes: CONFIGURE, run: listWebhooks },
  unregister_webhook: { scopes: CONFIGURE, run: unregisterWebhook },
  enable_license_webhooks: { scopes: ['webhooks.state:rw'], run: switchWebhooks(true) },
  disable_license_webhooks: { scopes: ['webhooks.state:rw'], run: switchWebhooks(false) },
  get_license_webhooks_state: { scopes: ['webhooks.state:ro'], run: webhooksState },
  list_webhook_names: { scopes: [], run: webhookNames },
};
