import type { Locator, Page } from 'playwright-core';

interface Choice {
  readonly agent?: RegExp;
  readonly organization?: string;
  readonly answer?: 'Allow' | 'Deny';
}

/** Clicks from our start page through the consent page and back. */
export async function signInByClicking(page: Page, choice: Choice = {}): Promise<void> {
  const { agent = /Alice Archer/, organization, answer = 'Allow' } = choice;
  await page.getByRole('link', { name: 'Sign in with LiveChat' }).click();
  await page.getByRole('radio', { name: agent }).check();
  if (organization) await page.getByLabel('Organization').selectOption({ label: organization });
  await page.getByRole('button', { name: answer }).click();
}

/** Presses Tab until something has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const MOST_STOPS = 60;
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${String(target)}`);
}

/** The question that LiveChat asks before it sends anybody back. */
export function consentPage(page: Page): Locator {
  return page.getByRole('heading', { name: /^Allow .* to use LiveChat\?$/ });
}
