import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';

import { ManualClock } from '../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../test/support/opened.js';
import { type Progress, progressOn } from './progress.js';

function shownOn({ isTTY }: { isTTY: boolean }, total: number) {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const terminal = {
    isTTY,
    columns: 120,
    cursorTo: () => true,
    moveCursor: () => true,
    clearLine: () => true,
  };
  const clock = new ManualClock();
  const progress: Progress = progressOn(
    Object.assign(stream, terminal) as unknown as WriteStream,
    total,
    clock,
  );
  closeAfterTest(() => {
    progress.end();
  });
  return { progress, clock, text: () => text };
}

describe('progress without a terminal', () => {
  it('is a line every five seconds, with the pace and the time left', async () => {
    const { progress, clock, text } = shownOn({ isTTY: false }, 250_000);
    await clock.advance(4_999);
    progress.show(49_990);
    expect(text()).toBe('');

    await clock.advance(1);
    progress.show(50_000);
    progress.show(50_500);

    expect(text()).toBe('50,000 of 250,000 rows (20%), 10,000 rows/s, 20 s left\n');
  });

  it.each([
    [1_000, 10_000, '100 rows/s, 1 min 30 s left'],
    [10, 100_000, '1 rows/s, 27 h 46 min left'],
    [0, 100_000, '0 rows/s, unknown time left'],
  ])('with %i of %i rows done in ten seconds says %j', async (done, total, words) => {
    const { progress, clock, text } = shownOn({ isTTY: false }, total);
    await clock.advance(10_000);

    progress.show(done);

    expect(text()).toContain(words);
  });
});

describe('progress on a terminal', () => {
  it('is a bar with the share done, the pace and the time left', async () => {
    const { progress, clock, text } = shownOn({ isTTY: true }, 250_000);
    await clock.advance(10_000);

    progress.show(50_000);
    progress.end();

    expect(text()).toMatch(/█{4,6}░{18,20} 20% \| 50,000 of 250,000 rows \| 5,000 rows\/s, 40 s left/);
  });
});
