import { Injectable } from '@nestjs/common';
import type { z } from 'zod';

import { Clock } from '../../foundation/index.js';
import { DEFAULT_TOKEN_LIFETIME_MS, LONGEST_TOKEN_LIFETIME_MS } from '../timings.js';
import {
  type AccessToken,
  accessToken,
  type RefreshToken,
  refreshToken,
  type TokenPair,
} from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';
import { type AccountsAnswer, type InfoReply, infoReply, tokenReply } from './accounts-answer.js';
import { AccountsHttp } from './accounts-http.js';
import { failureFrom, isRefusal } from './classify-refusal.js';
import { ClientSecrets } from './client-secrets.js';
import { ConfigurationAlarm } from './configuration-alarm.js';
import { TokenEndpointFailure } from './token-endpoint-failure.js';

/** Tokens LiveChat gave. What its answer did not say is undefined, but for the lifetime, which has a default. */
export interface GivenTokens extends TokenPair {
  readonly tokenType?: string;
  readonly organizationId?: string;
  readonly accountId?: string;
  readonly scopes?: readonly string[];
  /** When we asked: the time on the way counts against the token's life. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** LiveChat's token endpoint: the only place that refreshes or revokes. Every failure is a `TokenEndpointFailure`. */
@Injectable()
export class TokenEndpoint {
  constructor(
    private readonly http: AccountsHttp,
    private readonly secrets: ClientSecrets,
    private readonly config: TokensConfig,
    private readonly alarm: ConfigurationAlarm,
    private readonly clock: Clock,
  ) {}

  exchange(code: { code: string; codeVerifier: string; redirectUri: string }): Promise<GivenTokens> {
    return this.askForTokens({
      grant_type: 'authorization_code',
      code: code.code,
      code_verifier: code.codeVerifier,
      redirect_uri: code.redirectUri,
    });
  }

  /** Asks `mayTake` right before each call, with how long it may take: there is one for each client secret. */
  refresh(token: RefreshToken, mayTake: (ms: number) => boolean): Promise<GivenTokens> {
    return this.askForTokens({ grant_type: 'refresh_token', refresh_token: token.reveal() }, mayTake);
  }

  /** What LiveChat knows of an access token; a `permanent` failure when it does not accept it. */
  async info(token: AccessToken): Promise<InfoReply> {
    const answer = await this.http.send({ method: 'GET', path: '/v2/info', bearer: token.reveal() });
    if (isSuccess(answer)) return parsed(answer, infoReply);
    const { error, status, requestId, retryAfterMs } = failureFrom(answer);
    const kind = isRefusal(answer) ? 'permanent' : 'transient';
    throw new TokenEndpointFailure(kind, { error, status, requestId, retryAfterMs });
  }

  /** Revokes a token and the pair it belongs to; false when LiveChat does not know it (any more). */
  async revoke(token: AccessToken | RefreshToken): Promise<boolean> {
    const answer = await this.http.send({ method: 'DELETE', path: '/v2/token', bearer: token.reveal() });
    if (isSuccess(answer)) return true;
    if (answer.status === 404 || answer.status === 401) return false;
    throw failureFrom(answer);
  }

  private askForTokens(
    form: Readonly<Record<string, string>>,
    mayTake = (_ms: number): boolean => true,
  ): Promise<GivenTokens> {
    return this.secrets.withEach(async (secret) => {
      if (!mayTake(this.config.tokenEndpointTimeoutMs))
        throw new TokenEndpointFailure('transient', { error: 'lease_too_short' });
      const issuedAt = this.clock.now();
      const answer = await this.http.send({
        method: 'POST',
        path: '/v2/token',
        form: {
          ...form,
          client_id: this.config.clientId,
          ...(secret && { client_secret: secret.reveal() }),
        },
      });
      if (!isSuccess(answer)) throw failureFrom(answer);
      const given = givenTokens(parsed(answer, tokenReply), issuedAt);
      this.alarm.succeeded();
      return given;
    });
  }
}

function isSuccess({ status }: AccountsAnswer): boolean {
  return status >= 200 && status < 300;
}

function parsed<Schema extends z.ZodType>({ status, json }: AccountsAnswer, schema: Schema): z.infer<Schema> {
  const reply = schema.safeParse(json);
  if (reply.success) return reply.data;
  throw new TokenEndpointFailure('transient', { error: 'unreadable_answer', status, outcomeUnknown: true });
}

function givenTokens(reply: z.infer<typeof tokenReply>, issuedAt: number): GivenTokens {
  const lifetimeMs = reply.expires_in === undefined ? DEFAULT_TOKEN_LIFETIME_MS : reply.expires_in * 1000;
  return {
    accessToken: accessToken(reply.access_token),
    refreshToken: reply.refresh_token === undefined ? undefined : refreshToken(reply.refresh_token),
    tokenType: reply.token_type,
    organizationId: reply.organization_id,
    accountId: reply.account_id,
    scopes: reply.scope,
    issuedAt,
    expiresAt: issuedAt + Math.min(Math.floor(lifetimeMs), LONGEST_TOKEN_LIFETIME_MS),
  };
}
