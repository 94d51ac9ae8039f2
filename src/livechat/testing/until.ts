/** Lets the event loop turn until something is so. Everything a test talks to lives in this process. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

/** Lets the event loop turn until a number stands still: with both ends in one process, nothing moves any more. */
export async function untilStill(read: () => number): Promise<number> {
  for (let last = read(), stillTurns = 0; stillTurns < 300; stillTurns += 1) {
    await turn();
    if (read() !== last) stillTurns = 0;
    last = read();
  }
  return read();
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
