import { describe, expect, it } from '@jest/globals';

import type { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import type { ManualClock } from '../support/manual-clock.js';
import { type RunningApp, startApp } from '../support/start-app.js';
import { clickThrough } from './oidc-provider/click-through.js';
import { OidcAccounts, oidcClient } from './oidc-provider/oidc-accounts.js';

const accountId = '5f2c0c9e-8a75-4d35-9a40-3a52d3e0c001';
const organizationId = '9d1b7a44-2f0e-4c0d-8c31-7b0a6f1d0002';
const TOKEN_LIFE_MS = 3_600_000;

interface Setup {
  readonly app: RunningApp<ManualClock>;
  readonly accounts: OidcAccounts;
}

async function startWithOidcProvider(): Promise<Setup> {
  const PORT = String(await freePort());
  const PUBLIC_URL = `http://127.0.0.1:${PORT}`;
  const redirectUri = `${PUBLIC_URL}/auth/livechat/callback`;
  const accounts = await OidcAccounts.start({ redirectUri, organizationId });
  const app = await startApp({
    env: {
      PORT,
      PUBLIC_URL,
      LIVECHAT_CLIENT_ID: oidcClient.id,
      LIVECHAT_CLIENT_SECRET: oidcClient.secret,
      LIVECHAT_SCOPES: oidcClient.scope,
      LIVECHAT_ACCOUNTS_URL: accounts.url,
      LIVECHAT_API_URL: accounts.url,
    },
  });
  return { app, accounts };
}

async function signedIn({ app }: Setup): Promise<Browser> {
  const browser = app.browser();
  await clickThrough(browser, app.url, accountId);
  return browser;
}

function listChats(browser: Browser) {
  const headers = { 'content-type': 'application/json' };
  return browser.fetch('/livechat/agent/action/list_chats', { method: 'POST', headers, body: '{}' });
}

describe('oidc-provider 9 as the accounts server', () => {
  it('signs an account in: PKCE with S256, the code and the secret in one exchange', async () => {
    const setup = await startWithOidcProvider();
    const browser = setup.app.browser();

    const callback = await clickThrough(browser, setup.app.url, accountId);

    expect(callback.status).toBe(302);
    expect(callback.headers.location).toMatch(/^(http:\/\/127\.0\.0\.1:\d+)?\/$/);
    expect(await setup.accounts.tokenCalls()).toEqual([
      expect.objectContaining({
        status: 200,
        asked: expect.objectContaining({
          grant_type: 'authorization_code',
          code_verifier: expect.stringMatching(/^[\w.~-]{43,128}$/),
        }),
      }),
    ]);
  });

  it('knows who is connected, and what was granted', async () => {
    const setup = await startWithOidcProvider();
    const browser = await signedIn(setup);

    const session = await browser.fetch('/auth/session');

    expect(session.status).toBe(200);
    expect(session.json()).toMatchObject({
      organizationId,
      accountId,
      scopes: [oidcClient.scope],
      grant: { health: 'ok' },
    });
  });

  it('renews twice, each time with the refresh token that the last answer brought', async () => {
    const setup = await startWithOidcProvider();
    const browser = await signedIn(setup);

    await setup.app.clock.advance(TOKEN_LIFE_MS + 1_000);
    const first = await listChats(browser);
    await setup.app.clock.advance(TOKEN_LIFE_MS + 1_000);
    const second = await listChats(browser);

    expect([first.status, second.status]).toEqual([200, 200]);
    const calls = await setup.accounts.tokenCalls();
    const [exchange, renewal, again] = calls;
    expect(calls.map(({ status, asked }) => [asked.grant_type, status])).toEqual([
      ['authorization_code', 200],
      ['refresh_token', 200],
      ['refresh_token', 200],
    ]);
    expect(renewal?.asked.refresh_token).toBe(exchange?.answered.refresh_token);
    expect(again?.asked.refresh_token).toBe(renewal?.answered.refresh_token);
    expect(again?.asked.refresh_token).not.toBe(renewal?.asked.refresh_token);
  });

  it('renews once when many calls meet an expired token: a second use would end the grant', async () => {
    const setup = await startWithOidcProvider();
    const browser = await signedIn(setup);
    await setup.app.clock.advance(TOKEN_LIFE_MS + 1_000);

    const replies = await Promise.all(Array.from({ length: 10 }, () => listChats(browser)));

    expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(await setup.accounts.tokenCalls()).toHaveLength(2);
  });

  it('gives the pair back when the account disconnects', async () => {
    const setup = await startWithOidcProvider();
    const browser = await signedIn(setup);
    const [exchange] = await setup.accounts.tokenCalls();
    expect(await setup.accounts.accepts(exchange?.answered.access_token)).toBe(true);

    const gone = await browser.fetch('/auth/livechat', { method: 'DELETE' });

    expect(gone.status).toBe(204);
    expect(await setup.accounts.accepts(exchange?.answered.access_token)).toBe(false);
  });

  it('tells the person who does not agree, and stores nothing', async () => {
    const setup = await startWithOidcProvider();
    const browser = setup.app.browser();
    const start = await browser.go('/auth/livechat');
    const interaction = await browser.go(String(start.headers.location));

    const abort = new URL(`${String(interaction.headers.location)}/abort`, setup.accounts.url);
    const back = await browser.go((await browser.go(abort.href)).headers.location as string);
    const callback = await browser.go(String(back.headers.location));

    expect(callback.status).toBeGreaterThanOrEqual(400);
    expect(callback.status).toBeLessThan(500);
    expect(callback.text).toMatch(/href="\/auth\/livechat/);
    expect((await browser.fetch('/auth/session')).status).toBe(401);
    expect(await setup.accounts.tokenCalls()).toEqual([]);
  });
});
