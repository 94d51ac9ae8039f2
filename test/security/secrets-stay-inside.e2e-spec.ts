import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AGENTS, SANDBOX_CLIENT } from '../../sandbox/index.js';
import { storedText } from '../support/database.js';
import type { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice, bob } = AGENTS;
const MARKED_SECRET = 'canary-client-secret-7d1f';
const MARKED_KEY = Buffer.from('canary-encryption-key-32-bytes!!').toString('base64');
const listChats = { method: 'POST', body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';

/** Lives a day full of trouble, and keeps every secret that passed by and everything that left the process. */
class Day {
  readonly secrets = new Set<string>([MARKED_SECRET, MARKED_KEY, 'canary-encryption-key']);
  readonly answers: Answer[] = [];

  constructor(readonly app: RunningApp) {}

  async signIn(agent: string): Promise<Browser> {
    const browser = this.app.browser();
    const start = await browser.go('/auth/livechat');
    const target = new URL(String(start.headers.location));
    this.learn(target.searchParams.get('state'));
    const { location } = this.app.sandbox.authorize(target, { agent });
    this.learn(new URL(location).searchParams.get('code'));
    for (const value of browser.cookies.values()) this.learn(value);
    this.answers.push(await browser.go(location));
    for (const value of browser.cookies.values()) this.learn(value);
    this.learnTokens();
    return browser;
  }

  async see(answer: Promise<Answer>): Promise<Answer> {
    this.answers.push(await answer);
    this.learnTokens();
    return answer;
  }

  learn(secret: string | null | undefined): void {
    if (secret) this.secrets.add(secret);
  }

  /** Tokens alive now, and codes and verifiers that LiveChat saw. */
  learnTokens(): void {
    const { tokens, requests } = this.app.sandbox;
    for (const token of [...tokens.aliveAccessTokens(), ...tokens.aliveRefreshTokens()]) this.learn(token);
    for (const { text, path: to } of requests.to('/v2/token')) {
      if (to !== '/v2/token') continue;
      const form = new URLSearchParams(text);
      for (const name of ['code', 'code_verifier', 'refresh_token']) this.learn(form.get(name));
    }
  }

  /** Which secrets a text holds, plain, percent-encoded or in base64. */
  foundIn(text: string): string[] {
    return [...this.secrets].filter((secret) =>
      [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').slice(0, -4)].some((form) =>
        text.includes(form),
      ),
    );
  }
}

async function dayOfTrouble(): Promise<Day> {
  const app = await startApp({
    env: {
      LOG_LEVEL: 'trace',
      ENCRYPTION_KEYS: `canary:${MARKED_KEY}`,
      LIVECHAT_CLIENT_SECRET: `${MARKED_SECRET},${SANDBOX_CLIENT.secrets[0]}`,
    },
  });
  const day = new Day(app);
  day.learn(SANDBOX_CLIENT.secrets[0]);
  const browser = await day.signIn(alice.accountId);
  const key = await app.createKey();
  day.learn(key);
  day.learn(key.split('_').slice(2).join('_'));
  for (const page of ['/', '/auth/session', '/health/ready', '/docs/openapi.json', '/nothing/here']) {
    await day.see(browser.go(page));
    await day.see(browser.fetch(page));
  }
  await day.see(browser.fetch(path, listChats));
  await app.clock.advance(9 * 3_600_000);
  for (const on of ['token', 'api'] as const) {
    for (const kind of ['garbage', 'serverError', 'reset', 'refuse', 'tooManyRequests'] as const) {
      const fault = app.sandbox.faults.add(kind, { on });
      await day.see(browser.fetch(path, listChats).catch(() => browser.fetch('/auth/session')));
      fault.clear();
      await app.clock.advance(120_000);
    }
  }
  app.sandbox.faults.garbage({ on: 'token', times: 1 });
  await day.signIn(bob.accountId);
  await day.see(app.call(path, { ...listChats, headers: { authorization: `Bearer ${key}` } }));
  await day.see(app.call(path, { ...listChats, headers: { authorization: `Bearer ${key}x` } }));
  await day.see(browser.go('/auth/livechat/callback?code=dal%3Acanary-code&state=canary-state'));
  day.learn('canary-code');
  app.sandbox.faults.revoke(alice);
  await day.see(browser.fetch(path, listChats));
  await day.see(browser.go('/'));
  await day.see(app.call('/metrics'));
  return day;
}

describe('secrets', () => {
  it('are in no log line, no answer and no file', async () => {
    const day = await dayOfTrouble();
    expect(day.secrets.size).toBeGreaterThan(15);

    expect(day.foundIn(day.app.logs.join('\n'))).toEqual([]);
    for (const answer of day.answers) {
      const { 'set-cookie': _cookies, ...headers } = answer.headers;
      expect(day.foundIn(answer.text + JSON.stringify(headers))).toEqual([]);
    }

    await day.app.close();
    const folder = day.app.env.DATA_DIR ?? '';
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const stored = await storedText(day.app.env);
    expect(stored).toContain('grants');
    expect(day.foundIn(stored)).toEqual([]);
    for (const file of files) expect(day.foundIn(readFileSync(file, 'latin1'))).toEqual([]);
  });

  it('would be found: the canary looks at logs, answers and files that do hold them', async () => {
    const app = await startApp();
    const day = new Day(app);
    await day.signIn(alice.accountId);
    const [token = ''] = app.sandbox.tokens.aliveAccessTokens(alice);

    expect(day.foundIn(`a line with ${token} in it`)).toEqual([token]);
    expect(day.foundIn(`a line with ${encodeURIComponent(token)} in it`)).toEqual([token]);
  });
});
