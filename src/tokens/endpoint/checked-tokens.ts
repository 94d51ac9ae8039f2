import { SignInRefused } from '../errors/sign-in-refused.js';
import type { IssuedTokens } from '../token-values.js';
import type { TokensConfig } from '../tokens.config.js';
import type { InfoReply } from './accounts-answer.js';
import type { GivenTokens } from './token-endpoint.js';

/**
 * Tokens that hold together: of the kind we can use, with a tenant, and the same in LiveChat's own records.
 *
 * Scopes are not a reason to refuse: when neither answer names any, they are what was asked for (RFC 6749, section 5.1),
 * and LiveChat says `authorization` to a call that has too few.
 *
 * @throws SignInRefused naming what does not
 */
export function checkedTokens(
  given: GivenTokens,
  info: InfoReply,
  ours: Pick<TokensConfig, 'clientId' | 'scopes'>,
): IssuedTokens {
  const { organizationId, accountId, accessToken, refreshToken, issuedAt, expiresAt } = given;
  const scopes = given.scopes ?? info.scope ?? ours.scopes;
  if (given.tokenType?.toLowerCase() !== 'bearer') throw refused('it has no bearer token');
  if (organizationId === undefined || accountId === undefined)
    throw refused('it names no organization or account');
  if (info.client_id !== ours.clientId) throw refused('the token belongs to another client');
  if (info.organization_id !== organizationId) throw refused('the token belongs to another organization');
  if (info.account_id !== accountId) throw refused('the token belongs to another account');
  return { organizationId, accountId, accessToken, refreshToken, scopes, issuedAt, expiresAt };
}

function refused(why: string): SignInRefused {
  return new SignInRefused('answer', `LiveChat's answer to a code was refused: ${why}`);
}
