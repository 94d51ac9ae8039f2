export { startSandbox } from './start-sandbox.js';
export type { ConsentChoice, Sandbox, SandboxOptions } from './sandbox.js';
export type { SandboxBehavior } from './behavior.js';
export type { SandboxClock } from './clock.js';
export type { Drip, DripControls } from './api/echo/drips.js';
export type { Fault } from './faults/fault.js';
export type { FaultControls, TokenSelector } from './faults/fault-controls.js';
export type { FaultKind, FaultOptions, FaultTarget } from './faults/fault-kinds.js';
export type { HeldFault } from './faults/held-fault.js';
export type { RecordedRequest } from './requests/recorded-request.js';
export type { RequestLog } from './requests/request-log.js';
export type { RtmPushes } from './rtm/rtm-pushes.js';
export type { TokenControls } from './tokens/token-controls.js';
export type { TokenMemory } from './tokens/token-memory.js';
export type { SandboxTokens } from './tokens/token-records.js';
export type { WebhookControls } from './webhooks/webhook-controls.js';
export type { WebhookDelivery } from './webhooks/delivery.js';
export { AGENTS, type SandboxAgent } from './world/agents.js';
export {
  type RegisteredClient,
  SANDBOX_CLIENT,
  SANDBOX_PUBLIC_CLIENT,
  type SandboxClient,
} from './world/clients.js';
export { ORGANIZATIONS, type SandboxOrganization } from './world/organizations.js';
export { DEFAULT_SCOPES } from './world/scopes.js';
