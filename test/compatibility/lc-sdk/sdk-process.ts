import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { closeAfterTest } from '../../support/opened.js';
import { certificateFile } from './tls-terminator.js';

/** What a call of the SDK came to. */
export interface Outcome {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests say what they expect of it
  readonly resolved?: any;
  readonly rejected?: unknown;
}

/** The official SDK in a process of its own: what certificates a process trusts is settled before it starts. */
export class SdkProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ended: Promise<unknown>,
  ) {}

  /** `apiUrl` is the SDK's option of that name: a host and a path, https goes without saying. */
  static async start(apiUrl: string, accessToken: string): Promise<SdkProcess> {
    const child = fork(fileURLToPath(new URL('sdk-client.mjs', import.meta.url)), {
      execArgv: [],
      env: { API_URL: apiUrl, ACCESS_TOKEN: accessToken, NODE_EXTRA_CA_CERTS: certificateFile },
    });
    const exit = once(child, 'exit');
    closeAfterTest(async () => {
      child.kill();
      await exit;
    });
    const sdk = new SdkProcess(child, exit);
    await sdk.nextMessage();
    return sdk;
  }

  async call(api: 'agent' | 'configuration' | 'rtm', method: string, ...args: unknown[]): Promise<Outcome> {
    this.child.send({ api, method, args });
    return (await this.nextMessage()) as Outcome;
  }

  private async nextMessage(): Promise<unknown> {
    const message = once(this.child, 'message').then(([said]: unknown[]) => said);
    const end = this.ended.then(() => {
      throw new Error('The process with the SDK ended before it answered.');
    });
    return Promise.race([message, end]);
  }
}
