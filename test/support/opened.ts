import { afterEach } from '@jest/globals';

const opened: (() => unknown)[] = [];

/** Remembers how to close what a helper opened; closed after the test, the last opened first. */
export function closeAfterTest(close: () => unknown): void {
  opened.push(close);
}

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});
