import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy, type StateStore } from 'passport-oauth2';

import { HttpConfig } from '../../foundation/index.js';
import { CodeExchange, type IssuedTokens, TokensConfig } from '../../tokens/index.js';
import { FlowStore, type NewFlow } from './flow-store.js';

/** The callback gets passport's third form, with what the token endpoint said beside the tokens. */
const CALLBACK_ARITY = 5;

/** What a start may ask of LiveChat. `state` is an object, so that passport leaves the state to our store. */
export interface AuthorizationOptions {
  readonly state: NewFlow;
  readonly prompt?: 'consent';
}

interface TokenParameters {
  readonly code_verifier: string;
  readonly redirect_uri: string;
}

type TokensHandler = (
  error: unknown,
  accessToken?: string,
  refreshToken?: string,
  results?: { issued: IssuedTokens },
) => void;

/**
 * OAuth 2.0 with LiveChat: authorize at the root of the accounts server, PKCE always S256, scopes with commas.
 *
 * Passport leads the flow; the code itself is exchanged by the tokens room, the only one to call the token endpoint.
 */
@Injectable()
export class LiveChatStrategy extends PassportStrategy(Strategy, 'livechat', CALLBACK_ARITY) {
  constructor(tokens: TokensConfig, http: HttpConfig, flows: FlowStore, exchange: CodeExchange) {
    super({
      authorizationURL: rootOf(tokens.accountsUrl),
      tokenURL: `${rootOf(tokens.accountsUrl)}v2/token`,
      clientID: tokens.clientId,
      clientSecret: '',
      callbackURL: new URL('/auth/livechat/callback', http.publicUrl).href,
      scope: tokens.scopes.length > 0 ? [...tokens.scopes] : undefined,
      scopeSeparator: ',',
      state: true,
      pkce: true,
      store: flows as unknown as StateStore, // its published type does not know the PKCE form
      skipUserProfile: true,
    });
    Object.assign(this._oauth2, { getOAuthAccessToken: exchangeThrough(exchange) });
  }

  override authorizationParams({ prompt, state }: AuthorizationOptions): object {
    return {
      ...(prompt && { prompt }),
      ...(state.organizationId && { organization_id: state.organizationId }),
    };
  }

  validate(_accessToken: unknown, _refreshToken: unknown, results: { issued: IssuedTokens }): IssuedTokens {
    return results.issued;
  }
}

function rootOf(url: URL): string {
  return url.href.replace(/\/*$/, '/');
}

/** Replaces the token call of passport's OAuth client. Passport is shown the tokens' names, never the tokens. */
function exchangeThrough(exchange: CodeExchange) {
  return (code: string, parameters: TokenParameters, done: TokensHandler): void => {
    const { code_verifier: codeVerifier, redirect_uri: redirectUri } = parameters;
    exchange.exchange({ code, codeVerifier, redirectUri }).then((issued) => {
      done(null, issued.accessToken.toString(), undefined, { issued });
    }, done);
  };
}
