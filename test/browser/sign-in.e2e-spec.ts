import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { AGENTS, ORGANIZATIONS } from '../../sandbox/index.js';
import { SystemClock } from '../../src/foundation/index.js';
import { startApp } from '../support/start-app.js';
import { groundColor, horizontalOverflow, paleTexts } from './support/appearance.js';
import { launchChromium, openStartPage } from './support/chromium.js';
import { findChromium } from './support/find-chromium.js';
import { consentPage, signInByClicking, tabTo } from './support/people.js';
import type { WatchedPage } from './support/watched-page.js';

const { bob, carla } = AGENTS;
const { soehne } = ORGANIZATIONS;
const SLOW_MACHINE_MS = 120_000;
const LIST_CHATS = '/v3.6/agent/action/list_chats';
const chromium = findChromium();

jest.setTimeout(SLOW_MACHINE_MS);

let browser: Browser;
const watched: WatchedPage[] = [];

async function open(options?: BrowserContextOptions) {
  // A browser has its own idea of when a cookie is over.
  const app = await startApp({ clock: new SystemClock() });
  const opened = await openStartPage(browser, app, options);
  watched.push(opened);
  return { app, page: opened.page };
}

async function openConnected(options?: BrowserContextOptions) {
  const opened = await open(options);
  await signInByClicking(opened.page);
  await exampleHasRun(opened.page);
  return opened;
}

function exampleHasRun(page: Page): Promise<void> {
  return page.getByText(/^200 OK in/).waitFor();
}

const start = (page: Page) => page.getByRole('link', { name: 'Sign in with LiveChat' });
const connected = (page: Page) => page.getByRole('heading', { name: 'Connected to LiveChat' });

if (!chromium) {
  it('is skipped: no Chromium found on the PATH, and CHROMIUM_PATH is not set', () => {
    expect(chromium).toBeUndefined();
  });
} else {
  describe('signing in with a real browser', () => {
    beforeAll(async () => {
      browser = await launchChromium(chromium);
    }, SLOW_MACHINE_MS);
    afterAll(() => browser.close());
    // Every test ends with a look at the console, at the content security policy, and at who was asked.
    afterEach(() => {
      expect(watched.splice(0).flatMap(({ troubles }) => troubles)).toEqual([]);
    });

    it('shows who is connected and what LiveChat answers', async () => {
      const { app, page } = await open();

      await signInByClicking(page, {
        agent: /Carla Costa/,
        organization: `${soehne.name} (${soehne.region})`,
      });

      await connected(page).waitFor();
      await exampleHasRun(page);
      expect(page.url()).toBe(`${app.url}/`);
      const connection = page.getByRole('region', { name: 'Connection' });
      expect(await connection.getByText(soehne.id).isVisible()).toBe(true);
      expect(await connection.getByText(carla.accountId).isVisible()).toBe(true);
      expect(await page.getByLabel('LiveChat’s answer').textContent()).toContain('"chats_summary": [');
      expect(app.sandbox.requests.to(LIST_CHATS)).toEqual([
        expect.objectContaining({ organizationId: soehne.id, accountId: carla.accountId, status: 200 }),
      ]);
    });

    it('keeps every token out of the page', async () => {
      const { app, page } = await openConnected();

      const { tokens } = app.sandbox;
      const [...secrets] = [...tokens.aliveAccessTokens(), ...tokens.aliveRefreshTokens()];
      expect(secrets).toHaveLength(2);
      const shown = await page.content();
      const kept = JSON.stringify(await page.context().storageState());
      expect(secrets.filter((secret) => shown.includes(secret) || kept.includes(secret))).toEqual([]);
    });

    it('leads who denies to a page with one next step, which starts again', async () => {
      const { app, page } = await open();

      await signInByClicking(page, { answer: 'Deny' });

      await page.waitForURL(`${app.url}/auth/livechat/callback?*`);
      const steps = page.getByRole('main').getByRole('link').or(page.getByRole('main').getByRole('button'));
      expect(await steps.count()).toBe(1);
      await steps.click();
      await consentPage(page).waitFor();
      expect(app.sandbox.requests.ofGrant('authorization_code')).toEqual([]);
      expect(app.sandbox.tokens.alive()).toEqual({ access: 0, refresh: 0 });
    });

    it('makes the example call again', async () => {
      const { app, page } = await openConnected();

      await page.getByRole('button', { name: 'Run again' }).click();

      const second = await app.sandbox.requests.waitFor(
        ({ path, id }) => path === LIST_CHATS && id !== app.sandbox.requests.to(LIST_CHATS)[0]?.id,
      );
      await exampleHasRun(page);
      expect(second.method).toBe('POST');
    });

    it('signs this browser out, and leaves the connection alone', async () => {
      const { app, page } = await openConnected();
      const context = page.context();
      const cookies = await context.cookies();

      await page.getByRole('button', { name: 'Sign out' }).click();

      await start(page).waitFor();
      await context.addCookies(cookies); // as somebody would who had kept a copy
      expect((await context.request.get(`${app.url}/auth/session`)).status()).toBe(401);
      expect(app.sandbox.tokens.alive()).toEqual({ access: 1, refresh: 1 });
    });

    it('disconnects on the second click only, and gives the tokens back', async () => {
      const { app, page } = await openConnected();

      await page.getByRole('button', { name: 'Disconnect LiveChat' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Disconnect LiveChat' }).click();
      expect(app.sandbox.tokens.alive()).toEqual({ access: 1, refresh: 1 });
      await page.getByRole('button', { name: 'Yes, disconnect' }).click();

      await start(page).waitFor();
      expect(app.sandbox.tokens.alive()).toEqual({ access: 0, refresh: 0 });
    });

    it('needs no mouse', async () => {
      const { app, page } = await open();

      await tabTo(page, start(page));
      await page.keyboard.press('Enter');
      await consentPage(page).waitFor();
      await tabTo(page, page.getByRole('radio', { checked: true }));
      await page.keyboard.press('ArrowDown');
      await tabTo(page, page.getByRole('button', { name: 'Allow' }));
      await page.keyboard.press('Enter');
      await exampleHasRun(page);
      await tabTo(page, page.getByRole('button', { name: 'Sign out' }));
      await page.keyboard.press('Enter');

      await start(page).waitFor();
      expect(app.sandbox.requests.to(LIST_CHATS)[0]?.accountId).toBe(bob.accountId);
    });

    it('fits a screen of 320 pixels', async () => {
      const { page } = await open({ viewport: { width: 320, height: 640 } });
      const overflow = [await horizontalOverflow(page)];
      await start(page).click();
      await consentPage(page).waitFor();
      overflow.push(await horizontalOverflow(page));
      await page.getByRole('button', { name: 'Deny' }).click();
      await page.getByRole('main').getByRole('link').click();
      await consentPage(page).waitFor();
      await page.getByRole('button', { name: 'Allow' }).click();
      await exampleHasRun(page);
      overflow.push(await horizontalOverflow(page));

      expect(overflow).toEqual([0, 0, 0]);
    });

    it.each(['light', 'dark'] as const)('can be read in %s', async (colorScheme) => {
      const { page } = await open({ colorScheme });
      const pale = await paleTexts(page);
      const grounds = [await groundColor(page)];
      await start(page).click();
      await consentPage(page).waitFor();
      pale.push(...(await paleTexts(page)));
      await page.getByRole('button', { name: 'Allow' }).click();
      await exampleHasRun(page);
      pale.push(...(await paleTexts(page)));
      grounds.push(await groundColor(page));

      expect(pale).toEqual([]);
      const channels = grounds.flatMap((ground) => (ground.match(/\d+/g) ?? []).slice(0, 3).map(Number));
      for (const channel of channels) {
        if (colorScheme === 'dark') expect(channel).toBeLessThan(80);
        else expect(channel).toBeGreaterThan(200);
      }
    });
  });
}
