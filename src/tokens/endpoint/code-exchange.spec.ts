import { describe, expect, it } from '@jest/globals';

import { Secret } from '../../foundation/index.js';
import { FixConfiguration } from '../errors/fix-configuration.js';
import { SignInRefused } from '../errors/sign-in-refused.js';
import { TokenEndpointTimeout } from '../errors/token-endpoint-timeout.js';
import { TokenEndpointUnreachable } from '../errors/token-endpoint-unreachable.js';
import { CLIENT_ID, NEW_SECRET, OLD_SECRET, refusal } from '../testing/fake-accounts.js';
import { errorOf } from '../testing/outcome-of.js';
import { AGENT, startCustody } from '../testing/start-custody.js';
import type { IssuedTokens } from '../token-values.js';
import type { TokensConfig } from '../tokens.config.js';
import { CodeExchange } from './code-exchange.js';
import { ConfigurationAlarm } from './configuration-alarm.js';

const secret = (value: string) => new Secret('client_secret', value);

async function start(config?: Partial<TokensConfig>) {
  const custody = await startCustody({ config });
  const exchange = (code = custody.accounts.codeFor(AGENT)): Promise<IssuedTokens> =>
    custody.get(CodeExchange).exchange({
      code,
      codeVerifier: 'the-verifier',
      redirectUri: 'http://localhost:3000/auth/livechat/callback',
    });
  return { custody, accounts: custody.accounts, exchange };
}

describe('exchanging a code', () => {
  it('brings tokens that LiveChat confirms', async () => {
    const { custody, exchange } = await start();

    const issued = await exchange();

    expect(issued).toMatchObject({
      ...AGENT,
      scopes: ['chats--all:ro', 'customers:ro'],
      issuedAt: custody.clock.now(),
      expiresAt: custody.clock.now() + 28_800_000,
    });
    expect(custody.accounts.of('GET /v2/info').map(({ bearer }) => bearer)).toEqual([
      issued.accessToken.reveal(),
    ]);
  });

  it('sends a form with the secret, the verifier and the redirect URI', async () => {
    const { accounts, exchange } = await start();
    await exchange();

    expect(accounts.of('POST /v2/token').map(({ form }) => form)).toEqual([
      {
        grant_type: 'authorization_code',
        code: accounts.codeFor(AGENT),
        code_verifier: 'the-verifier',
        redirect_uri: 'http://localhost:3000/auth/livechat/callback',
        client_id: CLIENT_ID,
        client_secret: NEW_SECRET,
      },
    ]);
  });

  it('sends no secret for a public client', async () => {
    const { accounts, exchange } = await start({ clientSecrets: [] });
    await exchange();

    expect(accounts.of('POST /v2/token')[0]?.form).not.toHaveProperty('client_secret');
  });

  it('tries the next secret when LiveChat refuses the first, and begins with the one that works after that', async () => {
    const { accounts, exchange } = await start({ clientSecrets: [secret(OLD_SECRET), secret(NEW_SECRET)] });

    await exchange();
    await exchange();

    const tried = accounts.of('POST /v2/token').map(({ form }) => form.client_secret);
    expect(tried).toEqual([OLD_SECRET, NEW_SECRET, NEW_SECRET]);
  });

  it.each(['unauthorized_client', 'invalid_grant', 'access_denied'])(
    'happens once when LiveChat says %s, whatever secrets there are',
    async (error) => {
      const { accounts, exchange } = await start({ clientSecrets: [secret(OLD_SECRET), secret(NEW_SECRET)] });
      accounts.answer('POST /v2/token', refusal(401, error));

      expect(await errorOf(exchange())).toBeInstanceOf(SignInRefused);
      expect(accounts.of('POST /v2/token')).toHaveLength(1);
    },
  );

  it('takes LiveChat’s words about a used code for what they are', async () => {
    const { accounts, exchange } = await start();
    const text = { error_description: 'The client is not authorized to request a token using this method.' };
    accounts.answer('POST /v2/token', refusal(401, 'unauthorized_client', text));

    const error = await errorOf(exchange());

    expect(error).toBeInstanceOf(SignInRefused);
    expect(error).toMatchObject({ status: 400 });
  });

  it('raises the configuration alarm when every secret is refused', async () => {
    const { custody, exchange } = await start({ clientSecrets: [secret('one'), secret('two')] });

    expect(await errorOf(exchange())).toBeInstanceOf(FixConfiguration);
    expect(custody.get(ConfigurationAlarm).isRaised).toBe(true);
    expect(custody.accounts.of('POST /v2/token')).toHaveLength(2);
  });

  it('clears the alarm with a success', async () => {
    const { custody, accounts, exchange } = await start();
    accounts.secret = 'another';
    await errorOf(exchange());
    accounts.secret = NEW_SECRET;

    await exchange();

    expect(custody.get(ConfigurationAlarm).isRaised).toBe(false);
  });

  it.each([
    ['an error of its own', refusal(500, 'server_error')],
    ['a page', { status: 200, body: '<html>' }],
    ['too many requests', refusal(429, 'temporarily_unavailable')],
    ['half an answer', { status: 200, body: { token_type: 'Bearer' } }],
    ['more than an answer', { status: 200, body: `"${'x'.repeat(70_000)}"` }],
  ])('is a 502 when LiveChat answers with %s, and is not tried again', async (_, answer) => {
    const { accounts, exchange } = await start();
    accounts.answer('POST /v2/token', answer);

    expect(await errorOf(exchange())).toBeInstanceOf(TokenEndpointUnreachable);
    expect(accounts.of('POST /v2/token')).toHaveLength(1);
  });

  it('is a 502 when nobody answers', async () => {
    const { custody, exchange } = await start();
    await custody.accounts.close();

    expect(await errorOf(exchange('code'))).toBeInstanceOf(TokenEndpointUnreachable);
  });

  it('is a 504 when LiveChat takes too long', async () => {
    const { accounts, exchange } = await start({ tokenEndpointTimeoutMs: 100 });
    const release = accounts.hold('POST /v2/token');

    expect(await errorOf(exchange())).toBeInstanceOf(TokenEndpointTimeout);
    release();
  });

  it('does not follow a redirect with the secret in its hands', async () => {
    const { accounts, exchange } = await start();
    const headers = { location: `${accounts.url}/elsewhere` };
    accounts.answer('POST /v2/token', { status: 307, body: {}, headers });

    expect(await errorOf(exchange())).toBeInstanceOf(TokenEndpointUnreachable);
    expect(accounts.seen.map(({ path }) => path)).toEqual(['/v2/token']);
  });
});

describe('tokens that do not hold together', () => {
  it.each([
    ['no organization', { organization_id: undefined }],
    ['no account', { account_id: undefined }],
    ['an organization that is no text', { organization_id: 17 }],
    ['an account that is no text', { account_id: {} }],
    ['another token type', { token_type: 'mac' }],
    ['a token type that is no text', { token_type: 1 }],
    ['an access token of unheard-of length', { access_token: 'x'.repeat(5_000) }],
    ['another organization than LiveChat’s records', { organization_id: 'another' }],
    ['another account than LiveChat’s records', { account_id: 'another' }],
  ])('are refused and revoked: %s', async (_, fields) => {
    const { accounts, exchange } = await start();
    accounts.answerFields = fields;

    const error = await errorOf(exchange());

    expect(error).toBeInstanceOf(SignInRefused);
    expect(error).toMatchObject({ status: 403 });
    expect(accounts.of('DELETE /v2/token')).toHaveLength(1);
  });

  it('are refused and revoked when they belong to another client', async () => {
    const { accounts, exchange } = await start();
    const info = { client_id: 'another', organization_id: AGENT.organizationId, account_id: AGENT.accountId };
    accounts.answer('GET /v2/info', { status: 200, body: info });

    expect(await errorOf(exchange())).toBeInstanceOf(SignInRefused);
    expect(accounts.of('DELETE /v2/token')).toHaveLength(1);
  });

  it('are revoked when LiveChat cannot confirm them just now', async () => {
    const { accounts, exchange } = await start();
    accounts.answer('GET /v2/info', refusal(500, 'server_error'));

    expect(await errorOf(exchange())).toBeInstanceOf(TokenEndpointUnreachable);
    expect(accounts.of('DELETE /v2/token')).toHaveLength(1);
  });

  it('take their scopes from LiveChat’s records when the answer has none', async () => {
    const { accounts, exchange } = await start();
    accounts.answerFields = { scope: undefined };

    expect((await exchange()).scopes).toEqual(['chats--all:ro', 'customers:ro']);
  });

  it.each([
    ['what was asked for', ['chats--all:ro']],
    ['nothing, when nothing was asked for', []],
  ])('have for scopes %s, when LiveChat names none it can be understood by', async (_, asked) => {
    const { accounts, exchange } = await start({ scopes: asked });
    accounts.scope = undefined;
    accounts.answerFields = { scope: 42 };

    expect((await exchange()).scopes).toEqual(asked);
    expect(accounts.of('DELETE /v2/token')).toEqual([]);
  });

  it('belong to the account in lower case, however LiveChat writes its ids', async () => {
    const { accounts, exchange } = await start();
    const upper = {
      organization_id: AGENT.organizationId.toUpperCase(),
      account_id: AGENT.accountId.toUpperCase(),
    };
    accounts.answerFields = upper;
    expect(await exchange()).toMatchObject(AGENT);

    accounts.answerFields = {};
    accounts.answer('GET /v2/info', { status: 200, body: { ...upper, client_id: CLIENT_ID } });
    expect(await exchange()).toMatchObject(AGENT);
  });

  it('are refused when the client id differs in case: it is no UUID of LiveChat’s to us', async () => {
    const { accounts, exchange } = await start();
    const info = {
      client_id: CLIENT_ID.toUpperCase(),
      organization_id: AGENT.organizationId,
      account_id: AGENT.accountId,
    };
    accounts.answer('GET /v2/info', { status: 200, body: info });

    expect(await errorOf(exchange())).toBeInstanceOf(SignInRefused);
  });

  it('live eight hours when LiveChat says something odd about it', async () => {
    const { custody, accounts, exchange } = await start();
    accounts.answerFields = { expires_in: -5, refresh_token: 9 };

    expect(await exchange()).toMatchObject({
      refreshToken: undefined,
      expiresAt: custody.clock.now() + 28_800_000,
    });
  });
});
