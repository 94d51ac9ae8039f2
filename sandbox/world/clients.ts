import { DEFAULT_SCOPES } from './scopes.js';

/** An app as its author registers it in the Developer Console. Only `id` is needed. */
export interface SandboxClient {
  readonly id: string;
  readonly name?: string;
  /** Every secret that is valid now: several while one is rolled over, none for a public (JavaScript) app. */
  readonly secrets?: readonly string[];
  /** `'loopback'`, the default: any path on `localhost` or `127.0.0.1`, any port. */
  readonly redirectUris?: readonly string[] | 'loopback';
  readonly scopes?: readonly string[];
  /** Configured scopes that an agent without the role for them may leave out. */
  readonly optionalScopes?: readonly string[];
}

/** A client with nothing left open. */
export interface RegisteredClient extends Required<SandboxClient> {
  readonly isPublic: boolean;
}

/** The confidential client that is always there. Its secret is worth nothing anywhere else. */
export const SANDBOX_CLIENT = {
  id: 'sandbox-client',
  name: 'Sandbox app',
  secrets: ['not-a-secret-sandbox-only'],
} as const satisfies SandboxClient;

/** The public client that is always there: PKCE, rotating single-use refresh tokens. */
export const SANDBOX_PUBLIC_CLIENT = {
  id: 'sandbox-public-client',
  name: 'Sandbox JavaScript app',
  secrets: [],
} as const satisfies SandboxClient;

/** Who may ask for tokens. Clients given at start come first and may replace the seeded ones. */
export class ClientRegistry {
  private readonly clients = new Map<string, RegisteredClient>();

  constructor(private readonly given: readonly SandboxClient[]) {
    this.reset();
  }

  get all(): readonly RegisteredClient[] {
    return [...this.clients.values()];
  }

  find(id: string): RegisteredClient | undefined {
    return this.clients.get(id);
  }

  register(client: SandboxClient): RegisteredClient {
    const secrets = client.secrets ?? [];
    const registered: RegisteredClient = {
      id: client.id,
      name: client.name ?? client.id,
      secrets,
      redirectUris: client.redirectUris ?? 'loopback',
      scopes: client.scopes ?? DEFAULT_SCOPES,
      optionalScopes: client.optionalScopes ?? [],
      isPublic: secrets.length === 0,
    };
    this.clients.set(registered.id, registered);
    return registered;
  }

  reset(): void {
    this.clients.clear();
    for (const client of [...this.given, SANDBOX_CLIENT, SANDBOX_PUBLIC_CLIENT])
      if (!this.clients.has(client.id)) this.register(client);
  }
}
