import { expect } from '@jest/globals';

import { AGENTS } from '../../sandbox/index.js';
import type { Browser } from './browser.js';
import { call } from './http.js';

/** Clicks through the sandbox's consent page as a browser without scripts would. */
export async function signInOverHttp(
  browser: Browser,
  consent: (url: string) => Promise<string> = allowOnThePage,
): Promise<void> {
  const start = await browser.go('/auth/livechat');
  const back = await browser.go(await consent(String(start.headers.location)));
  expect(back.status).toBe(302);
}

async function allowOnThePage(authorizeUrl: string): Promise<string> {
  const { origin, search } = new URL(authorizeUrl);
  const form = { query: search.slice(1), agent: AGENTS.alice.accountId, organization: '', decision: 'allow' };
  const answer = await call(`${origin}/consent`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
    body: new URLSearchParams(form).toString(),
  });
  return String(answer.headers.location);
}
