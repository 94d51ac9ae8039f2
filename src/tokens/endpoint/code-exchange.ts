import { Injectable } from '@nestjs/common';

import type { AppError } from '../../foundation/index.js';
import { Log } from '../../foundation/index.js';
import { FixConfiguration } from '../errors/fix-configuration.js';
import { SignInRefused } from '../errors/sign-in-refused.js';
import { TokenEndpointTimeout } from '../errors/token-endpoint-timeout.js';
import { TokenEndpointUnreachable } from '../errors/token-endpoint-unreachable.js';
import { ConfigurationAlarm } from './configuration-alarm.js';
import type { IssuedTokens } from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';
import { checkedTokens } from './checked-tokens.js';
import { TokenEndpoint, type GivenTokens } from './token-endpoint.js';
import { TokenEndpointFailure } from './token-endpoint-failure.js';

/** What the browser brought back from LiveChat, and what we sent it there with. */
export interface AuthorizationCode {
  readonly code: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

/** Turns a sign-in's code into tokens that are checked and confirmed. */
@Injectable()
export class CodeExchange {
  constructor(
    private readonly endpoint: TokenEndpoint,
    private readonly alarm: ConfigurationAlarm,
    private readonly config: TokensConfig,
    private readonly log: Log,
  ) {}

  /**
   * Asks once: a code works once. Tokens that fail a check are revoked and never returned.
   *
   * @throws SignInRefused when LiveChat refuses the code, or its answer does not hold together
   * @throws FixConfiguration when LiveChat refuses our client id or secret
   * @throws TokenEndpointUnreachable or TokenEndpointTimeout when LiveChat is away
   */
  async exchange(code: AuthorizationCode): Promise<IssuedTokens> {
    const given = await this.given(code);
    try {
      const info = await this.endpoint.info(given.accessToken);
      return checkedTokens(given, info, this.config);
    } catch (error) {
      await this.giveBack(given);
      throw error instanceof TokenEndpointFailure ? this.errorOfInfo(error) : error;
    }
  }

  /** Revokes tokens that nobody will keep, as well as LiveChat lets us. Never throws. */
  async giveBack({
    refreshToken,
    accessToken,
  }: Pick<GivenTokens, 'accessToken' | 'refreshToken'>): Promise<void> {
    try {
      await this.endpoint.revoke(refreshToken ?? accessToken);
    } catch (error) {
      this.log.warn({ event: 'tokens.revocation_failed', of: 'sign_in', error });
    }
  }

  private async given(code: AuthorizationCode): Promise<GivenTokens> {
    try {
      return await this.endpoint.exchange(code);
    } catch (error) {
      if (!(error instanceof TokenEndpointFailure)) throw error;
      const { kind, error: said, status } = error;
      this.log.warn({ event: 'tokens.code_exchange_failed', kind, said, status });
      if (kind === 'transient') throw unavailable(error);
      if (kind !== 'configuration')
        throw new SignInRefused('code', `LiveChat refused the code: ${said}`, { cause: error });
      this.alarm.raise(said);
      throw new FixConfiguration({ cause: error });
    }
  }

  private errorOfInfo(failure: TokenEndpointFailure): AppError {
    return failure.kind === 'transient'
      ? unavailable(failure)
      : new SignInRefused('answer', 'LiveChat does not know the token it gave', { cause: failure });
  }
}

function unavailable(failure: TokenEndpointFailure): AppError {
  return failure.isTimeout
    ? new TokenEndpointTimeout({ cause: failure })
    : new TokenEndpointUnreachable({ cause: failure });
}
