import type { ConsentChoice, Sandbox } from '../../sandbox/index.js';
import type { Browser } from './browser.js';
import type { Answer } from './http.js';

/** Walks from our start route through the sandbox's consent and back; answers with what the callback answered. */
export async function signInThroughSandbox(
  browser: Browser,
  sandbox: Sandbox,
  choice: ConsentChoice & { startAt?: string } = {},
): Promise<Answer> {
  const { startAt = '/auth/livechat', ...consent } = choice;
  const start = await browser.go(startAt);
  if (start.status !== 302)
    throw new Error(`Sign-in did not start: ${start.status} ${start.text.slice(0, 200)}`);
  const { location } = sandbox.authorize(String(start.headers.location), consent);
  return browser.go(location);
}
