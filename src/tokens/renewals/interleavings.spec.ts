import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { circumstances, steps } from '../testing/interleavings/arbitraries.js';
import { openGround } from '../testing/interleavings/ground.js';
import { run } from '../testing/interleavings/run.js';

/** Each takes about a fifth of a second. More find what is rarer. */
const RUNS = 120;
/**
 * The same runs everywhere, every time: a run that fails tells of the change before it, and never of bad luck. Another
 * seed finds other orders.
 */
const SEED = 20_260_115;
const TIME_LIMIT_MS = 300_000;

/** What some run must have seen: the rules are about nothing else. */
const PUT_TO_THE_TEST = [
  'a pair in the spool',
  'reauthorization_required',
  'the answer with the newest refresh token was lost',
  'the newest refresh token died with a process before it was on disk',
];

/**
 * Replicas made of the product's own parts, on one database, against a model of LiveChat. Steps are drawn: callers ask,
 * calls are answered in all ways, time passes, databases stall, processes die between any two of their effects. A step
 * lets run what can run; how long each effect takes is drawn too.
 *
 * 1. LiveChat has one refresh at a time for a sign-in. A call counts until its process has the answer or gives it up;
 *    that of a dead process as long as the lease that it held. And a good token that nobody rejected is not renewed.
 * 2. What a caller gets is of their own account, not expired, and was not rejected at that process before.
 * 3. It was written first. No pair is lost: its refresh token renews in the end, but for the losses the model names.
 * 4. A grant is marked dead only when LiveChat neither renews it nor takes its access token, or that was rejected. When
 *    all faults are over, each grant can be used again after the longest cool-down.
 * 5. A caller hears within the deadline, and nothing but the documented errors. A stalled database stops that watch.
 */
describe('in any order of calls, faults and crashes', () => {
  it(
    'a grant is renewed once at a time, none of its pairs is lost, no bad token gets out, and none dies for nothing',
    async () => {
      const ground = await openGround();

      await fc.assert(
        fc.asyncProperty(circumstances, steps, (around, taken) => run(ground, around, taken)),
        { numRuns: RUNS, seed: SEED },
      );

      expect([...ground.seen]).toEqual(expect.arrayContaining(PUT_TO_THE_TEST));
    },
    TIME_LIMIT_MS,
  );
});
