import { beforeAll, beforeEach } from '@jest/globals';

import { AGENTS } from '../../../sandbox/index.js';
import { RawConnection, sayRaw } from '../../../src/livechat/testing/raw-connection.js';
import { sharedByTests } from '../../support/opened.js';
import { type RunningApp, startApp } from '../../support/start-app.js';

/** An app in which two tenants have signed in, and connections that send it exactly what they are told. */
export class Attacked {
  app!: RunningApp;
  /** The cookies of Alice and of Dieter, each as a header line. */
  alice!: string;
  dieter!: string;

  get port(): number {
    return Number(new URL(this.app.url).port);
  }

  /** The requests that LiveChat got in this test. */
  get requests(): RunningApp['sandbox']['requests'] {
    return this.app.sandbox.requests;
  }

  /** Their methods, paths and queries, byte for byte. */
  get seen(): string[] {
    return this.requests.all.map(({ method, url }) => `${method} ${url}`);
  }

  async start(): Promise<void> {
    this.app = await startApp();
    this.alice = await this.cookieOf(AGENTS.alice.accountId);
    this.dieter = await this.cookieOf(AGENTS.dieter.accountId);
  }

  /** Everything that comes back for one request of Alice's page, on a connection of its own. */
  asAlice(requestLine: string, headers: readonly string[] = [], body = ''): Promise<string> {
    return this.asStranger(requestLine, [this.alice, 'Sec-Fetch-Site: same-origin', ...headers], body);
  }

  /** The same without any credential of ours. */
  asStranger(requestLine: string, headers: readonly string[] = [], body = ''): Promise<string> {
    return sayRaw(this.port, [requestLine, 'Host: x', ...headers, 'Connection: close'], body);
  }

  /** What comes back for these bytes until the server has hung up. */
  async bytes(text: string): Promise<string> {
    const connection = await RawConnection.to(this.port);
    return connection.send(text).untilClosed();
  }

  private async cookieOf(agent: string): Promise<string> {
    const { cookies } = await this.app.signIn(agent);
    return `Cookie: ${[...cookies].map(([name, value]) => `${name}=${value}`).join('; ')}`;
  }
}

/** One app for all attacks of a file: each finds it as if it were the first. */
export function attackedByAll(): Attacked {
  const attacked = new Attacked();
  beforeAll(() => sharedByTests(() => attacked.start()));
  beforeEach(() => {
    attacked.requests.clear();
  });
  return attacked;
}

/** The status of the first answer; 0 when the server hung up without one. */
export function statusOf(said: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(said)?.[1] ?? 0);
}
