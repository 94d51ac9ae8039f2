import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';

import { type Sandbox, SANDBOX_CLIENT, startSandbox } from '../../sandbox/index.js';
import { readSettings } from '../../src/app.config.js';
import { createApp } from '../../src/app.setup.js';
import { ApiKeys, type WantedApiKey } from '../../src/auth/index.js';
import type { Clock } from '../../src/foundation/index.js';
import { Browser } from './browser.js';
import { emptyDatabase } from './database.js';
import { emptyFolder } from './folders.js';
import { freePort } from './free-port.js';
import { type Answer, type Call, call } from './http.js';
import { LogLines } from './log-lines.js';
import { ManualClock } from './manual-clock.js';
import { closeAfterTest } from './opened.js';
import { signInThroughSandbox } from './sign-in.js';

export interface StartOptions {
  /** Settings that differ from the test's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** A sandbox to share; otherwise the app gets one of its own. */
  readonly sandbox?: Sandbox;
  /** Works on another app's database and port, after that one has stopped. */
  readonly after?: RunningApp;
}

/** The whole product on a real port with a real database, LiveChat played by the sandbox. */
export class RunningApp<C extends Clock = Clock> {
  constructor(
    readonly url: string,
    readonly app: NestFastifyApplication,
    readonly sandbox: Sandbox,
    readonly clock: C,
    readonly env: Readonly<Record<string, string>>,
    readonly logLines: LogLines,
  ) {}

  get server(): Server {
    return this.app.getHttpServer();
  }

  get logs(): readonly string[] {
    return this.logLines.texts;
  }

  /** A browser without cookies. */
  browser(): Browser {
    return new Browser(this.url);
  }

  /** A browser in which an agent has signed in: the first agent of the sandbox unless told. */
  async signIn(agent?: string, organization?: string): Promise<Browser> {
    const browser = this.browser();
    await signInThroughSandbox(browser, this.sandbox, { agent, organization });
    return browser;
  }

  /** A new API key's text: a caller key for any organization unless told. */
  async createKey(wanted: Partial<WantedApiKey> = {}): Promise<string> {
    return (await this.app.get(ApiKeys).create({ role: 'caller', ...wanted })).key;
  }

  /** A call without cookies. */
  call(path: string, options?: Call): Promise<Answer> {
    return call(this.url + path, options);
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');

export async function startApp<C extends Clock = ManualClock>(
  options: StartOptions & { clock?: C } = {},
): Promise<RunningApp<C>> {
  const clock = (options.clock ?? options.after?.clock ?? new ManualClock()) as C;
  const sandbox = options.sandbox ?? options.after?.sandbox ?? (await startSandboxForTest(clock));
  const env = { ...(options.after?.env ?? (await testEnvironment(sandbox))), ...options.env };
  const logLines = new LogLines(env.LOG_LEVEL ?? 'info');
  const settings = readSettings(env);
  const app = await createApp(settings, { clock, log: logLines.log });
  await app.listen({ host: settings.http.host, port: settings.http.port });
  let isOpen = true;
  const close = app.close.bind(app);
  app.close = async () => {
    if (isOpen) await close();
    isOpen = false;
  };
  closeAfterTest(() => app.close());
  return new RunningApp(`http://127.0.0.1:${settings.http.port}`, app, sandbox, clock, env, logLines);
}

export async function startSandboxForTest(clock: Clock): Promise<Sandbox> {
  const sandbox = await startSandbox({ clock });
  closeAfterTest(() => sandbox.close());
  return sandbox;
}

async function testEnvironment(sandbox: Sandbox): Promise<Record<string, string>> {
  const port = String(await freePort());
  return {
    NODE_ENV: 'test',
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: emptyFolder(),
    ...(await emptyDatabase()),
    ENCRYPTION_KEYS: `test:${ENCRYPTION_KEY}`,
    LIVECHAT_CLIENT_ID: SANDBOX_CLIENT.id,
    LIVECHAT_CLIENT_SECRET: SANDBOX_CLIENT.secrets[0],
    LIVECHAT_ACCOUNTS_URL: sandbox.url,
    LIVECHAT_API_URL: sandbox.url,
  };
}
