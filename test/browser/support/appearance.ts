import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const paleTextsScript = readFileSync(new URL('in-page/pale-texts.js', import.meta.url), 'utf8');

/** How many pixels of a page lie beyond the window's right edge. */
export function horizontalOverflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
}

/** Texts that are hard to read, each with its contrast. */
export function paleTexts(page: Page): Promise<string[]> {
  return page.evaluate(paleTextsScript);
}

/** The color behind everything, as `rgb(…)`. */
export function groundColor(page: Page): Promise<string> {
  return page.evaluate('getComputedStyle(document.body).backgroundColor');
}
