import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';

import { closeAfterTest } from '../../support/opened.js';
import type { RunningApp } from '../../support/start-app.js';
import { WatchedPage } from './watched-page.js';

const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A fresh browser profile, with our start page open. */
export async function openStartPage(
  browser: Browser,
  app: RunningApp,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  closeAfterTest(() => context.close());
  const watched = new WatchedPage(await context.newPage(), [app.url, app.sandbox.url]);
  await watched.start();
  await watched.page.goto(app.url);
  return watched;
}
