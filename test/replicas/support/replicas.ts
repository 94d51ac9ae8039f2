import { randomUUID } from 'node:crypto';

import {
  type Sandbox,
  SANDBOX_CLIENT,
  type SandboxAgent,
  type SandboxClient,
  type SandboxOptions,
  type SandboxOrganization,
  startSandbox,
} from '../../../sandbox/index.js';
import { Browser } from '../../support/browser.js';
import { emptyDatabase, rowsFromOutside, writeFromOutside } from '../../support/database.js';
import { emptyFolder } from '../../support/folders.js';
import { freePort } from '../../support/free-port.js';
import { type Answer, call } from '../../support/http.js';
import { closeAfterTest } from '../../support/opened.js';
import { type OwnProcess, runCommand, startServer } from '../../support/server-process.js';
import { signInThroughSandbox } from '../../support/sign-in.js';

export const ECHO = '/livechat/agent/action/_echo';

/** One process of the built server. */
export class Replica {
  constructor(
    readonly env: Readonly<Record<string, string>>,
    public process: OwnProcess,
  ) {}

  get url(): string {
    return this.env.PUBLIC_URL ?? '';
  }

  async kill(): Promise<void> {
    this.process.signal('SIGKILL');
    await this.process.finished();
  }

  async startAgain(): Promise<void> {
    this.process = startServer({ env: this.env });
    await this.process.hasPrinted('ready');
  }
}

/** Several replicas on one PostgreSQL, with the sandbox as their LiveChat. */
export class Replicas {
  private key: Promise<string> | undefined;

  constructor(
    readonly sandbox: Sandbox,
    readonly env: Readonly<Record<string, string>>,
    readonly all: readonly Replica[],
  ) {}

  /** The replica a load balancer would choose for the n-th call. */
  at(n: number): Replica {
    const replica = this.all[n % this.all.length];
    if (!replica) throw new Error('there is no replica');
    return replica;
  }

  async signIn(agent: string, organization?: string): Promise<Browser> {
    const browser = new Browser(this.at(0).url);
    const back = await signInThroughSandbox(browser, this.sandbox, { agent, organization });
    if (back.status !== 302) throw new Error(`Sign-in failed: ${back.status} ${back.text.slice(0, 300)}`);
    return browser;
  }

  /** A program's call for an organization, through one of the replicas. */
  async call(
    replica: Replica,
    organizationId: string,
    path = `${ECHO}?for=${organizationId}`,
  ): Promise<Answer> {
    this.key ??= this.createKey();
    const headers = { authorization: `Bearer ${await this.key}`, 'livechat-organization-id': organizationId };
    return call(replica.url + path, { headers });
  }

  async createKey(organization?: string): Promise<string> {
    const bound = organization === undefined ? [] : ['--organization', organization];
    const made = await runCommand(['keys', 'create', '--role', 'caller', '--json', ...bound], {
      env: this.env,
    });
    return (JSON.parse(made.stdout) as { key: string }).key;
  }

  /** What half a minute does: leases are by PostgreSQL's clock, which is not a test's to move. */
  async leasesHaveRunOut(): Promise<void> {
    await writeFromOutside(
      this.env,
      'UPDATE grants SET lease_until = now_ms() WHERE lease_owner IS NOT NULL',
    );
  }

  grants(): Promise<Record<string, unknown>[]> {
    return rowsFromOutside(this.env, 'SELECT * FROM grants ORDER BY id');
  }

  /** The access token has run out by everybody's reckoning. */
  async expire(agent: string): Promise<void> {
    this.sandbox.faults.expire(agent);
    await writeFromOutside(
      this.env,
      `UPDATE grants SET expires_at = 1, generation = generation + 1 WHERE account_id = '${agent}'`,
    );
  }

  /** Calls that reached LiveChat with the token of another organization than the one they were made for. */
  get mixedUp() {
    return this.sandbox.requests
      .to('/v3.6/')
      .filter(({ query, organizationId, status }) => status === 200 && query.get('for') !== organizationId);
  }

  /** Refreshes that LiveChat was asked for. */
  get refreshes() {
    return this.sandbox.requests.ofGrant('refresh_token');
  }
}

interface Wanted extends SandboxOptions {
  readonly replicas?: number;
  readonly client?: SandboxClient;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startReplicas({
  replicas = 3,
  client = SANDBOX_CLIENT,
  env: settings = {},
  ...options
}: Wanted = {}): Promise<Replicas> {
  const sandbox = await startSandbox(options);
  closeAfterTest(() => sandbox.close());
  const env = {
    ...(await emptyDatabase()),
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 5).toString('base64')}`,
    LIVECHAT_CLIENT_ID: client.id,
    LIVECHAT_CLIENT_SECRET: client.secrets?.[0] ?? 'none',
    LIVECHAT_ACCOUNTS_URL: sandbox.url,
    LIVECHAT_API_URL: sandbox.url,
    DATABASE_POOL_SIZE: '5',
    ...settings,
  };
  const all = await Promise.all(Array.from({ length: replicas }, () => startReplica(env)));
  return new Replicas(sandbox, { ...env, DATA_DIR: emptyFolder() }, all);
}

/** With a port and a data directory of its own, as on a machine of its own. */
async function startReplica(shared: Readonly<Record<string, string>>): Promise<Replica> {
  const port = String(await freePort());
  const own = { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}`, DATA_DIR: emptyFolder() };
  const env = { ...shared, ...own };
  const replica = new Replica(env, startServer({ env }));
  await replica.process.hasPrinted('ready');
  return replica;
}

/** So many customers with one agent each. */
export function customers(count: number): { organizations: SandboxOrganization[]; agents: SandboxAgent[] } {
  const organizations = Array.from({ length: count }, (_, at): SandboxOrganization => {
    return {
      id: randomUUID(),
      name: `Customer ${at}`,
      region: at % 2 ? 'fra' : 'dal',
      licenseId: 200_000_000 + at,
    };
  });
  const agents = organizations.map(({ id }, at): SandboxAgent => {
    return {
      accountId: randomUUID(),
      email: `agent-${at}@customer.example`,
      name: `Agent ${at}`,
      role: 'owner',
      organizationIds: [id],
    };
  });
  return { organizations, agents };
}
