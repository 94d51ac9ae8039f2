import { afterAll, afterEach } from '@jest/globals';

const opened: (() => unknown)[] = [];
const shared: (() => unknown)[] = [];

/** Remembers how to close what a helper opened; closed after the test, the last opened first. */
export function closeAfterTest(close: () => unknown): void {
  opened.push(close);
}

/** Lets what is opened in a `beforeAll` live until the last test of the file. */
export async function sharedByTests<T>(open: () => Promise<T>): Promise<T> {
  const before = opened.length;
  const result = await open();
  shared.push(...opened.splice(before));
  return result;
}

afterEach(() => closeAll(opened));
afterAll(() => closeAll(shared));

async function closeAll(closers: (() => unknown)[]): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}
