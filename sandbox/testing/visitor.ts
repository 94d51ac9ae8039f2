import { AGENTS, type Sandbox, SANDBOX_CLIENT, type SandboxOptions, startSandbox } from '../index.js';
import type { ConsentChoice } from '../sandbox.js';
import { TestClock } from './test-clock.js';

/** What came back, read to its end. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; an empty object when it is none. */
  readonly json: Readonly<Record<string, unknown>>;
}

export const CALLBACK = 'http://localhost:3000/auth/livechat/callback';
export const [CLIENT_SECRET] = SANDBOX_CLIENT.secrets;

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

/** An app that talks to a sandbox. */
export class Visitor {
  constructor(
    readonly sandbox: Sandbox,
    readonly clock: TestClock,
  ) {}

  async fetch(path: string, init: RequestInit = {}): Promise<Reply> {
    return read(await fetch(new URL(path, this.sandbox.url), { redirect: 'manual', ...init }));
  }

  /** The authorization URL, with changes; an undefined parameter is left out. */
  authorizeUrl(changes: Record<string, string | undefined> = {}): string {
    const parameters: Record<string, string | undefined> = {
      response_type: 'code',
      client_id: SANDBOX_CLIENT.id,
      redirect_uri: CALLBACK,
      state: 'a-state',
    };
    const url = new URL(this.sandbox.url);
    for (const [name, value] of Object.entries({ ...parameters, ...changes }))
      if (value !== undefined) url.searchParams.set(name, value);
    return url.href;
  }

  /** A fresh code for the seeded confidential client. */
  code(choice: ConsentChoice = { agent: AGENTS.alice }, changes: Record<string, string> = {}): string {
    const { location } = this.sandbox.authorize(this.authorizeUrl(changes), choice);
    return new URL(location).searchParams.get('code') ?? '';
  }

  token(parameters: Record<string, string>): Promise<Reply> {
    return this.fetch('/v2/token', { method: 'POST', body: new URLSearchParams(parameters) });
  }

  exchange(code: string, changes: Record<string, string> = {}): Promise<Reply> {
    return this.token({
      grant_type: 'authorization_code',
      code,
      client_id: SANDBOX_CLIENT.id,
      client_secret: CLIENT_SECRET,
      redirect_uri: CALLBACK,
      ...changes,
    });
  }

  refresh(refreshToken: string, changes: Record<string, string> = {}): Promise<Reply> {
    return this.token({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: SANDBOX_CLIENT.id,
      client_secret: CLIENT_SECRET,
      ...changes,
    });
  }

  /** Calls the API with a token, 3.6 unless the path says otherwise. */
  api(path: string, token: string, payload: unknown = {}): Promise<Reply> {
    const versioned = path.startsWith('/v') ? path : `/v3.6${path}`;
    return this.fetch(versioned, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(payload),
    });
  }
}

/** Starts a sandbox, lets an app visit it, and closes it whatever happens. */
export async function inSandbox(
  visit: (visitor: Visitor) => Promise<void> | void,
  options: SandboxOptions = {},
): Promise<void> {
  const clock = new TestClock();
  const sandbox = await startSandbox({ clock, ...options });
  try {
    await visit(new Visitor(sandbox, clock));
  } finally {
    await sandbox.close();
  }
}
