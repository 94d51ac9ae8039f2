import { Injectable } from '@nestjs/common';
import { Agent, type Dispatcher, request } from 'undici';

import { Clock } from '../../foundation/index.js';
import { CustodyCounts } from '../figures/custody-counts.js';
import { RETRY_AFTER_LIMIT_MS } from '../timings.js';
import { TokensConfig } from '../tokens.config.js';
import type { AccountsAnswer } from './accounts-answer.js';
import { TIMED_OUT, TokenEndpointFailure } from './token-endpoint-failure.js';

/** LiveChat's answers have some hundred bytes. */
const BODY_LIMIT_BYTES = 65_536;

const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

interface AccountsRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: '/v2/token' | '/v2/info';
  readonly form?: Readonly<Record<string, string>>;
  readonly bearer?: string;
}

/**
 * The room's own bare HTTP client: no interceptor ever sees a refresh.
 *
 * One connection a call (a renewal comes every few hours, and a kept-alive one may die under a code that works once),
 * one deadline for all of it, no redirects, a bounded body, certificates verified.
 */
@Injectable()
export class AccountsHttp {
  private readonly dispatcher = new Agent({ pipelining: 0 });

  constructor(
    private readonly config: TokensConfig,
    private readonly clock: Clock,
    private readonly counts: CustodyCounts,
  ) {}

  /** @throws TokenEndpointFailure (transient) when there is no whole answer in time */
  async send({ method, path, form, bearer }: AccountsRequest): Promise<AccountsAnswer> {
    const askedAt = this.clock.now();
    const deadline = AbortSignal.timeout(this.config.tokenEndpointTimeoutMs);
    try {
      const answer = await request(this.urlOf(path), {
        method,
        dispatcher: this.dispatcher,
        signal: deadline,
        headers: {
          accept: 'application/json',
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
          ...(bearer && { authorization: `Bearer ${bearer}` }),
        },
        body: form && new URLSearchParams(form).toString(),
      });
      const text = await boundedText(answer.body);
      const retryAfterMs = this.retryAfterOf(answer.headers['retry-after']);
      return { status: answer.statusCode, json: parsedJson(text), retryAfterMs };
    } catch (cause) {
      const error = deadline.aborted ? TIMED_OUT : codeOf(cause);
      const outcomeUnknown = !NEVER_SENT.has(error);
      throw new TokenEndpointFailure('transient', { error, cause, outcomeUnknown });
    } finally {
      if (path === '/v2/token') this.counts.tokenEndpoint.add(this.clock.now() - askedAt);
    }
  }

  /** Ends calls under way: to be called when nothing waits for them any more. */
  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private urlOf(path: string): URL {
    const url = new URL(this.config.accountsUrl);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
    return url;
  }

  private retryAfterOf(header: string | string[] | undefined): number | undefined {
    if (typeof header !== 'string') return undefined;
    const wait = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - this.clock.now();
    return wait > 0 ? Math.min(wait, RETRY_AFTER_LIMIT_MS) : undefined;
  }
}

async function boundedText(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES)
      throw Object.assign(new Error('The answer is too large'), { code: 'answer_too_large' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // whoever reads it says that it is not what was expected
  }
}

function codeOf(cause: unknown): string {
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'no_answer';
}
