import { isLoopback, StartRefused } from '../foundation/index.js';
import { readSettings, type Settings } from '../app.config.js';
import type { Environment } from './environment.js';
import { listenRefusal } from './listen-refusal.js';
import { sandboxMemory } from './sandbox-memory.js';
import { dataDirOf, isSandboxMode, NO_SANDBOX_YET, sandboxEnvironment } from './sandbox-mode.js';

/** A sandbox that runs beside the server, and what the server must be told to use it. */
export interface SandboxBeside {
  readonly environment: Environment;
  readonly controlUrl: URL;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** Starts the sandbox on the next port when nobody configured LiveChat; undefined otherwise. */
export async function sandboxBeside(environment: Environment): Promise<SandboxBeside | undefined> {
  if (!isSandboxMode(environment)) return undefined;
  const before = settingsBefore(environment);
  const { http } = before;
  const port = portAfter(http.port);
  const host = isLoopback(http.publicUrl) ? '127.0.0.1' : http.publicUrl.hostname;
  const url = `http://${host}:${port}`;
  const { close, ...client } = await start({ host: http.host, port, tokenMemory: sandboxMemory(before) });
  return {
    environment: sandboxEnvironment(environment, { url, ...client }),
    controlUrl: new URL('/_sandbox/', url),
    dataDir: dataDirOf(environment),
    close,
  };
}

function portAfter(port: number): number {
  if (port < 65_535) return port + 1;
  throw new StartRefused('PORT must be below 65535 here: the sandbox takes the next one.');
}

/** Reads the settings once without the sandbox, so that a fault is told before anything has started. */
function settingsBefore(environment: Environment): Settings {
  return readSettings(sandboxEnvironment(environment, NO_SANDBOX_YET));
}

interface SandboxPlace {
  readonly host: string;
  readonly port: number;
  readonly tokenMemory: ReturnType<typeof sandboxMemory>;
}

interface RunningSandbox {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly close: () => Promise<void>;
}

async function start(options: SandboxPlace): Promise<RunningSandbox> {
  // Loaded only here: a server that talks to the real LiveChat never holds the sandbox's code.
  const { SANDBOX_CLIENT, startSandbox } = await import('../../sandbox/index.js');
  try {
    const sandbox = await startSandbox(options);
    const [clientSecret] = SANDBOX_CLIENT.secrets;
    return { clientId: SANDBOX_CLIENT.id, clientSecret, close: () => sandbox.close() };
  } catch (cause) {
    throw listenRefusal(cause, options);
  }
}
