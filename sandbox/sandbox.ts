import type { SandboxBehavior } from './behavior.js';
import type { SandboxClock } from './clock.js';
import type { DripControls } from './api/echo/drips.js';
import type { FaultControls } from './faults/fault-controls.js';
import type { RequestLog } from './requests/request-log.js';
import type { RtmPushes } from './rtm/rtm-pushes.js';
import type { TokenControls } from './tokens/token-controls.js';
import type { TokenMemory } from './tokens/token-memory.js';
import type { WebhookControls } from './webhooks/webhook-controls.js';
import type { SandboxAgent } from './world/agents.js';
import type { RegisteredClient, SandboxClient } from './world/clients.js';
import type { AccountRef, OrganizationRef } from './world/directory.js';
import type { SandboxOrganization } from './world/organizations.js';

export interface SandboxOptions {
  /** `127.0.0.1` */
  readonly host?: string;
  /** A free one. */
  readonly port?: number;
  /** The machine's. One with `sleep` also decides how long slow answers and webhook retries take. */
  readonly clock?: SandboxClock;
  /** Registered before the seeded ones; the same id replaces a seeded one. */
  readonly clients?: readonly SandboxClient[];
  /** Customers and people beside the seeded ones. */
  readonly organizations?: readonly SandboxOrganization[];
  readonly agents?: readonly SandboxAgent[];
  readonly behavior?: Partial<SandboxBehavior>;
  /** Keeps tokens from one start to the next; without it every start knows nobody. */
  readonly tokenMemory?: TokenMemory;
  /** Gets a line for every request answered. */
  readonly log?: (line: string) => void;
}

/** What a person does on the consent page. Nothing chosen: what the page has preselected. */
export interface ConsentChoice {
  readonly agent?: AccountRef;
  readonly organization?: OrganizationRef;
  readonly deny?: boolean;
}

/** A running LiveChat: accounts server, API and webhooks at one origin. */
export interface Sandbox {
  /** The origin, without a slash at its end: LiveChat's accounts URL and API URL in one. */
  readonly url: string;
  readonly agents: readonly SandboxAgent[];
  readonly organizations: readonly SandboxOrganization[];
  readonly clients: readonly RegisteredClient[];
  readonly behavior: SandboxBehavior;
  readonly faults: FaultControls;
  readonly requests: RequestLog;
  readonly tokens: TokenControls;
  readonly webhooks: WebhookControls;
  /** Agents that are connected over RTM. */
  readonly rtm: RtmPushes;
  /** Answers of `_drip`, let out chunk by chunk. */
  readonly drips: DripControls;
  /** Does what a click on the consent page does, and says where the browser goes next. */
  authorize(authorizeUrl: string | URL, choice?: ConsentChoice): { location: string };
  /** Adds a client, or replaces the one with this id: to roll a secret over, or to change scopes. */
  registerClient(client: SandboxClient): RegisteredClient;
  /** Stops listening and drops every connection: callers meet a refused connection. */
  goOffline(): Promise<void>;
  /** Listens again, at the same URL. */
  comeBack(): Promise<void>;
  /** Everything as it was after the start. */
  reset(): void;
  close(): Promise<void>;
}
