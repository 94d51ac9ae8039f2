import type { Browser } from '../../support/browser.js';
import type { Answer } from '../../support/http.js';

/**
 * Does what a person does on the OAuth server's pages: signs in as `login`, agrees, and is sent back.
 *
 * Returns what our callback answered.
 */
export async function clickThrough(browser: Browser, appUrl: string, login: string): Promise<Answer> {
  let here = new URL('/auth/livechat', appUrl);
  let answer = await browser.go(here.href);
  while (!isCallback(here)) {
    const next = nextStep(answer, here, login);
    answer = await browser.go(next.url.href, next.form && submission(next.form));
    here = next.url;
  }
  return answer;
}

function isCallback({ pathname }: URL): boolean {
  return pathname === '/auth/livechat/callback';
}

function nextStep(answer: Answer, here: URL, login: string): { url: URL; form?: URLSearchParams } {
  const { location } = answer.headers;
  if (location !== undefined) return { url: new URL(String(location), here) };
  const action = /<form[^>]* action="([^"]+)"/.exec(answer.text)?.[1];
  if (action === undefined)
    throw new Error(`${here.pathname} is a dead end: ${answer.status} ${answer.text}`);
  return { url: new URL(action, here), form: filledIn(answer.text, login) };
}

function filledIn(page: string, login: string): URLSearchParams {
  const hidden = /<input type="hidden" name="([^"]+)" value="([^"]*)"/.exec(page);
  const form = new URLSearchParams(hidden ? [[hidden[1] ?? '', hidden[2] ?? '']] : []);
  if (page.includes('name="login"')) {
    form.set('login', login);
    form.set('password', 'any password does');
  }
  return form;
}

function submission(form: URLSearchParams) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', headers, body: form.toString() } as const;
}
