import { buildCore } from './core.js';
import { Listener } from './http/listener.js';
import { routes } from './routes.js';
import type { ConsentChoice, Sandbox, SandboxOptions } from './sandbox.js';

/** Starts a LiveChat of its own: accounts server, API, webhooks and a page to look at it, at one origin. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const core = buildCore(options);
  const listener = new Listener(routes(core, options.log), options.host ?? '127.0.0.1', options.port ?? 0);
  core.origin = await listener.listen();
  const { directory, clients, behavior, faults, requests, tokenControls, webhooks, drips, pushes } = core;
  const { agents, organizations } = directory;
  return {
    url: core.origin,
    agents,
    organizations,
    get clients() {
      return clients.all;
    },
    behavior,
    faults,
    requests,
    tokens: tokenControls,
    webhooks,
    rtm: pushes,
    drips,
    authorize(authorizeUrl, choice: ConsentChoice = {}) {
      const location = core.authorizer.decide(new URL(authorizeUrl).searchParams, choice);
      return { location: new URL(location, core.origin).href };
    },
    registerClient: (client) => clients.register(client),
    goOffline: () => listener.goOffline(),
    comeBack: () => listener.comeBack(),
    reset: () => {
      core.reset();
    },
    async close() {
      core.stop();
      await listener.close();
    },
  };
}
