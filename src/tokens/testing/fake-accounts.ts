import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type AccountRef, accessToken, type IssuedTokens, refreshToken } from '../token-values.js';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly bearer: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Pair extends AccountRef {
  readonly accessToken: string;
  refreshToken: string;
}

export const CLIENT_ID = 'client-1';
export const OLD_SECRET = 'secret-old';
export const NEW_SECRET = 'secret-new';

/** LiveChat's accounts server, as small as the rules of custody need it, over real HTTP. */
export class FakeAccounts {
  readonly seen: SeenRequest[] = [];
  /** Public clients' refresh tokens work once. */
  singleUse = false;
  scope: string | undefined = 'chats--all:ro,customers:ro';
  secret = NEW_SECRET;
  /** Fields put over every token answer. */
  answerFields: Record<string, unknown> = {};
  private readonly pairs = new Set<Pair>();
  private readonly faults = new Map<string, () => Answer | Promise<Answer>>();
  private count = 0;

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.serve(request, response);
    });
  }

  static async start(): Promise<FakeAccounts> {
    const server = createServer();
    const accounts = new FakeAccounts(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return accounts;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  /** Tokens as a sign-in would have brought them. */
  issue(account: AccountRef, now: number, lifetimeMs = 28_800_000): IssuedTokens {
    const pair = this.newPair(account);
    return {
      ...account,
      accessToken: accessToken(pair.accessToken),
      refreshToken: refreshToken(pair.refreshToken),
      scopes: ['chats--all:ro', 'customers:ro'],
      issuedAt: now,
      expiresAt: now + lifetimeMs,
    };
  }

  /** A code that may be exchanged for the account's tokens. */
  codeFor(account: AccountRef): string {
    return `code|${account.organizationId}|${account.accountId}`;
  }

  /** What every call of this kind is answered with from now on. */
  answer(call: 'POST /v2/token' | 'GET /v2/info' | 'DELETE /v2/token', fault: Answer): void {
    this.faults.set(call, () => fault);
  }

  /** Keeps the calls of this kind waiting until the returned function is called; then they are served as ever. */
  hold(call: 'POST /v2/token' | 'GET /v2/info' | 'DELETE /v2/token'): () => void {
    let release: () => void = () => undefined;
    const held = new Promise<void>((open) => {
      release = open;
    });
    this.faults.set(call, async () => {
      await held;
      return PROCEED;
    });
    return () => {
      this.faults.delete(call);
      release();
    };
  }

  heal(): void {
    this.faults.clear();
  }

  isAlive(token: { reveal(): string }): boolean {
    return [...this.pairs].some(
      (pair) => pair.accessToken === token.reveal() || pair.refreshToken === token.reveal(),
    );
  }

  /** Forgets every pair of an account: what a person does who removes the app. */
  forget({ accountId }: Pick<AccountRef, 'accountId'>): void {
    for (const pair of this.pairs) if (pair.accountId === accountId) this.pairs.delete(pair);
  }

  /** Knows a pair again that was revoked. */
  revive({ accessToken, refreshToken }: IssuedTokens, account: AccountRef): void {
    this.pairs.add({
      ...account,
      accessToken: accessToken.reveal(),
      refreshToken: refreshToken?.reveal() ?? '',
    });
  }

  get refreshes(): SeenRequest[] {
    return this.seen.filter(({ form }) => form.grant_type === 'refresh_token');
  }

  of(call: string): SeenRequest[] {
    return this.seen.filter(({ method, path }) => `${method} ${path}` === call);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const path = new URL(request.url ?? '/', 'http://fake').pathname;
    const seen = {
      method: request.method ?? '',
      path,
      form: Object.fromEntries(new URLSearchParams(text)),
      bearer: request.headers.authorization?.replace('Bearer ', ''),
    };
    this.seen.push(seen);
    const fault = await this.faults.get(`${seen.method} ${path}`)?.();
    const answer = fault && fault !== PROCEED ? fault : this.answerTo(seen);
    const isText = typeof answer.body === 'string';
    response.writeHead(answer.status, {
      'content-type': isText ? 'text/html' : 'application/json',
      ...answer.headers,
    });
    response.end(isText ? answer.body : JSON.stringify(answer.body));
  }

  private answerTo(seen: SeenRequest): Answer {
    if (seen.method === 'GET') return this.info(seen);
    if (seen.method === 'DELETE') return this.revoke(seen);
    const { client_id, client_secret } = seen.form;
    if (client_id !== CLIENT_ID || (client_secret !== undefined && client_secret !== this.secret)) {
      return refusal(401, 'invalid_client');
    }
    return seen.form.grant_type === 'refresh_token' ? this.refresh(seen) : this.exchange(seen);
  }

  private refresh({ form }: SeenRequest): Answer {
    const pair = [...this.pairs].find(({ refreshToken }) => refreshToken === form.refresh_token);
    if (!pair) return refusal(401, 'invalid_grant');
    const renewed = this.newPair(pair);
    if (!this.singleUse) renewed.refreshToken = pair.refreshToken;
    else this.pairs.delete(pair);
    return this.tokens(renewed);
  }

  private exchange({ form }: SeenRequest): Answer {
    const [, organizationId = '', accountId = ''] = form.code?.split('|') ?? [];
    return accountId
      ? this.tokens(this.newPair({ organizationId, accountId }))
      : refusal(401, 'unauthorized_client');
  }

  private info({ bearer }: SeenRequest): Answer {
    const pair = [...this.pairs].find(({ accessToken }) => accessToken === bearer);
    if (!pair) return refusal(401, 'unauthorized');
    return { status: 200, body: { ...this.fieldsOf(pair), client_id: CLIENT_ID } };
  }

  private revoke({ bearer }: SeenRequest): Answer {
    const pairs = [...this.pairs].filter(
      ({ accessToken, refreshToken }) => accessToken === bearer || refreshToken === bearer,
    );
    for (const pair of pairs) this.pairs.delete(pair);
    return pairs.length > 0 ? { status: 200, body: {} } : refusal(404, 'resource_not_found');
  }

  private tokens(pair: Pair): Answer {
    return { status: 200, body: { ...this.fieldsOf(pair), ...this.answerFields } };
  }

  private fieldsOf({ accessToken, refreshToken, organizationId, accountId }: Pair) {
    return {
      access_token: accessToken,
      refresh_token: refreshToken,
      account_id: accountId,
      organization_id: organizationId,
      expires_in: 28_800,
      scope: this.scope,
      token_type: 'Bearer',
    };
  }

  private newPair({ organizationId, accountId }: AccountRef): Pair {
    this.count += 1;
    const pair = {
      organizationId,
      accountId,
      accessToken: `dal:access-${this.count}`,
      refreshToken: `refresh-${this.count}`,
    };
    this.pairs.add(pair);
    return pair;
  }
}

const PROCEED: Answer = { status: 0, body: undefined };

/** LiveChat's error shape. */
export function refusal(status: number, error: string, more: Record<string, unknown> = {}): Answer {
  return { status, body: { error, error_description: 'no', request_id: 'r-1', ...more } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
