import fc from 'fast-check';

import type { Outcome } from './held-call.js';
import { situation } from './situations.js';
import type { Step } from './steps.js';
import type { Circumstances } from './world.js';

/** Printed so that it can be pasted into a test. */
const record = <Fields extends object>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record(fields, { noNullPrototype: true });

const replica = fc.nat(2);
/** Mostly the same one: what meets at one grant is what may go wrong. */
const account = fc.constantFrom(0, 0, 0, 1);

export const circumstances: fc.Arbitrary<Circumstances> = record({
  kind: fc.constantFrom('multi-use', 'single-use', 'reuse-detection'),
  replicas: fc.constantFrom(1, 2, 2, 2, 3),
  isDiskShared: fc.boolean(),
  effectLengths: fc.array(fc.nat(3), { maxLength: 12 }),
  luck: fc.nat(),
});

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Outcome>({ isCarriedOut: true, heard: 'answer' }) },
  {
    weight: 3,
    arbitrary: record({
      isCarriedOut: fc.boolean(),
      heard: fc.constantFrom('nothing', 'server_error', 'garbage'),
    }),
  },
  {
    weight: 1,
    arbitrary: record({
      isCarriedOut: fc.constant(false),
      heard: fc.constantFrom('too_many_requests', 'invalid_client'),
    }),
  },
);

/** An instant, a poll, a time-out, a lease, half of a token's life, and all of it. */
const ms = fc.oneof(
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 300, max: 12_000 }),
  fc.integer({ min: 25_000, max: 70_000 }),
  fc.constant(130_000),
);

const of = <Kind extends Step['is']>(is: Kind) => fc.constant(is);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: record({ is: of('a caller asks'), replica, account }) },
  {
    weight: 4,
    arbitrary: record({ is: of('a caller was rejected'), replica, account, isDead: fc.boolean() }),
  },
  { weight: 8, arbitrary: record({ is: of('time passes'), ms }) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.nat(5), outcome)
      .map(([call, ends]) => ({ is: 'LiveChat gets to a call' as const, call, ...ends })),
  },
  {
    weight: 4,
    arbitrary: record({ is: of('LiveChat is'), how: fc.constantFrom('quick', 'slow', 'unheard') }),
  },
  { weight: 2, arbitrary: record({ is: of('writes are'), refused: fc.boolean() }) },
  { weight: 4, arbitrary: record({ is: of('a database stalls'), replica, afterMoments: fc.nat(12) }) },
  { weight: 2, arbitrary: record({ is: of('a database resumes'), replica }) },
  { weight: 2, arbitrary: record({ is: of('a replica crashes'), replica, afterMoments: fc.nat(20) }) },
  { weight: 2, arbitrary: record({ is: of('a replica starts'), replica }) },
  { weight: 3, arbitrary: record({ is: of('an agent signs in'), replica, account }) },
  { weight: 1, arbitrary: record({ is: of('an agent disconnects'), replica, account }) },
  { weight: 1, arbitrary: record({ is: of('a person removes the app'), account }) },
);

const MOST_STEPS = 40;

/** Where a run begins, and what happens then: what goes wrong needs a few things to come together. */
export const steps: fc.Arbitrary<Step[]> = fc
  .tuple(fc.array(situation, { maxLength: 2 }), fc.array(step, { maxLength: MOST_STEPS, size: 'max' }))
  .map(([situations, drawn]) => [...situations.flat(), ...drawn]);
