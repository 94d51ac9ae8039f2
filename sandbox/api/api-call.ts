import type { SandboxClock } from '../clock.js';
import type { Call } from '../http/call.js';
import type { AccessRecord } from '../tokens/token-records.js';
import type { RtmPushes } from '../rtm/rtm-pushes.js';
import type { WebhookControls } from '../webhooks/webhook-controls.js';
import type { WebhookRegistry } from '../webhooks/registration.js';
import type { OrganizationData, Seat } from '../world/organization-data.js';
import type { Input } from './input.js';

/** Whose token it is, what they may do, and what they can see. */
export interface Caller {
  readonly access: AccessRecord;
  readonly seat: Seat;
  readonly data: OrganizationData;
}

/** What an action of the API works with. */
export interface ApiCall extends Caller {
  readonly version: string;
  readonly input: Input;
  readonly http: Call;
  readonly clock: SandboxClock;
  readonly webhooks: WebhookControls;
  readonly pushes: RtmPushes;
  readonly webhookRegistry: WebhookRegistry;
  /** Where the API answers from: for URLs in answers. */
  readonly origin: string;
}

/** A method of the API. Returns the answer's JSON, or nothing for a 200 without a body. */
export interface ApiAction {
  /** Any one of them is enough; none: any token will do. */
  readonly scopes: readonly string[];
  readonly run: (call: ApiCall) => unknown;
  /** Takes something else than JSON. */
  readonly isUpload?: boolean;
}

export type ApiActions = Readonly<Record<string, ApiAction>>;

/** Tells the apps that have registered this webhook in this organization, and the agents that are connected. */
export function emit({ webhooks, pushes, data }: ApiCall, action: string, payload: unknown): void {
  webhooks.emit(action, payload, data.organization);
  pushes.push(action, payload, data.organization);
}
