import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { freePort } from '../../support/free-port.js';
import { call } from '../../support/http.js';
import { closeAfterTest } from '../../support/opened.js';

export const oidcClient = { id: 'oidc-client', secret: 'oidc-secret', scope: 'chats--all:ro' } as const;

interface TokenCall {
  readonly status: number;
  readonly asked: Readonly<Record<string, string>>;
  readonly answered: Readonly<Record<string, unknown>>;
}

/** `oidc-provider` as LiveChat's accounts server, in a process of its own. */
export class OidcAccounts {
  private constructor(readonly url: string) {}

  static async start(app: { redirectUri: string; organizationId: string }): Promise<OidcAccounts> {
    const port = await freePort();
    const child = fork(fileURLToPath(new URL('accounts-server.mjs', import.meta.url)), {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'], // it has much to say about Node's version and its defaults
      env: {
        PORT: String(port),
        CLIENT_ID: oidcClient.id,
        CLIENT_SECRET: oidcClient.secret,
        SCOPE: oidcClient.scope,
        REDIRECT_URI: app.redirectUri,
        ORGANIZATION_ID: app.organizationId,
      },
    });
    const exit = once(child, 'exit');
    closeAfterTest(async () => {
      child.kill();
      await exit;
    });
    const [first] = (await Promise.race([once(child, 'message'), exit])) as [unknown];
    if (first !== 'ready') throw new Error('The OAuth server ended before it listened.');
    return new OidcAccounts(`http://127.0.0.1:${port}`);
  }

  /** Every call to the token endpoint so far. */
  async tokenCalls(): Promise<TokenCall[]> {
    return (await call(`${this.url}/_token-calls`)).json() as TokenCall[];
  }

  /** Whether a token is accepted now. */
  async accepts(accessToken: unknown): Promise<boolean> {
    const headers = { authorization: `Bearer ${String(accessToken)}` };
    return (await call(`${this.url}/v2/info`, { headers })).status === 200;
  }
}
