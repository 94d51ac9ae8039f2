import { AuthorizationCodes } from './accounts/authorization-codes.js';
import { Authorizer } from './accounts/authorizer.js';
import { RedirectLimit } from './accounts/redirect-limit.js';
import { DripControls } from './api/echo/drips.js';
import { DEFAULT_BEHAVIOR, type SandboxBehavior } from './behavior.js';
import { systemClock } from './clock.js';
import { FaultControls } from './faults/fault-controls.js';
import { FaultRegistry } from './faults/fault-registry.js';
import { RequestLog } from './requests/request-log.js';
import { RtmPushes } from './rtm/rtm-pushes.js';
import type { SandboxOptions } from './sandbox.js';
import { TokenControls } from './tokens/token-controls.js';
import { TokenStore } from './tokens/token-store.js';
import { WebhookRegistry } from './webhooks/registration.js';
import { WebhookControls } from './webhooks/webhook-controls.js';
import { ClientRegistry } from './world/clients.js';
import { Directory } from './world/directory.js';
import { World } from './world/world.js';

/** The parts of a sandbox, put together. */
export type Core = ReturnType<typeof buildCore>;

export function buildCore({
  clock = systemClock,
  clients: given = [],
  behavior: wanted = {},
  tokenMemory,
  ...people
}: SandboxOptions) {
  const startBehavior: SandboxBehavior = { ...DEFAULT_BEHAVIOR, ...wanted };
  const behavior: SandboxBehavior = { ...startBehavior };
  const directory = new Directory(people);
  const clients = new ClientRegistry(given);
  const world = new World(clock, directory);
  const tokens = new TokenStore(clock, behavior, (id) => directory.regionOf(id), tokenMemory);
  const codes = new AuthorizationCodes(clock, behavior);
  const redirectLimit = new RedirectLimit(clock, behavior);
  const authorizer = new Authorizer({ behavior, clients, directory, codes, tokens, redirectLimit });
  const requests = new RequestLog(clock);
  const faultRegistry = new FaultRegistry(clock, (id) =>
    directory.regionOf(id ?? '') === 'dal' ? 'fra' : 'dal',
  );
  const faults = new FaultControls(faultRegistry, tokens, directory);
  const webhookRegistry = new WebhookRegistry();
  const webhooks = new WebhookControls({ clock, registry: webhookRegistry, directory });
  const tokenControls = new TokenControls(tokens, clients, directory);
  const drips = new DripControls();
  const pushes = new RtmPushes(directory);
  const resettable = [clients, world, tokens, codes, redirectLimit, webhookRegistry, webhooks, drips, pushes];
  return {
    ...{ clock, behavior, directory, clients, world, tokens, codes, authorizer, requests, faultRegistry },
    ...{ faults, webhookRegistry, webhooks, tokenControls, drips, pushes },
    /** Known once the sandbox listens. */
    origin: '',
    reset(): void {
      faultRegistry.clear();
      for (const part of resettable) part.reset();
      requests.clear();
      Object.assign(behavior, startBehavior);
    },
    /** Lets go of everything that waits, so that closing does not have to. */
    stop(): void {
      faultRegistry.clear();
      webhooks.reset();
      drips.reset();
      pushes.reset();
    },
  };
}
