import fc from 'fast-check';

import { TRUTH, UNHEARD } from './held-call.js';
import { TOKEN_LIFETIME_MS } from './livechat-model.js';
import type { Step } from './steps.js';

/** Short cuts to where things go wrong: steps drawn one by one get there too, but one run in a thousand. */

const ASKED: Step = { is: 'a caller asks', replica: 0, account: 0 };
const ASKED_ELSEWHERE: Step = { is: 'a caller asks', replica: 1, account: 0 };
const SLOW: Step = { is: 'LiveChat is', how: 'slow' };
const QUICK: Step = { is: 'LiveChat is', how: 'quick' };
const ANSWERED: Step = { is: 'LiveChat gets to a call', call: 0, ...TRUTH };
const ANSWER_LOST: Step = { is: 'LiveChat gets to a call', call: 0, ...UNHEARD };
const REJECTED: Step = { is: 'a caller was rejected', replica: 0, account: 0, isDead: false };
const RESUMED: Step = { is: 'a database resumes', replica: 0 };

const passing = (ms: number): Step => ({ is: 'time passes', ms });
const refusing = (refused: boolean): Step => ({ is: 'writes are', refused });
const stalling = (afterMoments: number): Step => ({ is: 'a database stalls', replica: 0, afterMoments });
const crashing = (afterMoments: number): Step => ({ is: 'a replica crashes', replica: 0, afterMoments });

const inTheWindow = fc.integer({ min: 66_000, max: 90_000 }).map(passing);
const expired = fc.constant(passing(TOKEN_LIFETIME_MS + 1_000));
const soon = fc.integer({ min: 1, max: 9_000 }).map(passing);
const overdue = fc.integer({ min: 31_000, max: 45_000 }).map(passing);
const moments = fc.nat(14);

const inTurn = (...parts: readonly (Step | fc.Arbitrary<Step>)[]): fc.Arbitrary<Step[]> =>
  fc.tuple(...parts.map((part) => ('is' in part ? fc.constant(part) : part)));

/** The refresh token is used, and nobody has the new one; the access token is still good. */
const answerLost = inTurn(inTheWindow, ASKED, SLOW, ANSWER_LOST, soon, ASKED, ANSWERED, ANSWERED, ASKED);

/** One stands still between any two of its effects, and the other does the work meanwhile. */
const overtaken = inTurn(expired, QUICK, moments.map(stalling), ASKED, soon, ASKED_ELSEWHERE, soon, RESUMED);

/** The same, until the lease of the first has run out under it, or nearly. */
const leaseRunOut = inTurn(
  expired,
  fc.constantFrom(SLOW, QUICK),
  moments.map(stalling),
  ASKED,
  overdue,
  ASKED_ELSEWHERE,
  soon,
  RESUMED,
  ANSWERED,
  ANSWERED,
);

const signInMeanwhile = inTurn(
  inTheWindow,
  SLOW,
  fc.constantFrom(ASKED, REJECTED),
  soon,
  { is: 'an agent signs in', replica: 1, account: 0 },
  fc.constantFrom(ANSWERED, ANSWER_LOST),
  ANSWERED,
  ANSWERED,
);

/** A pair that waits for the database, for longer than a lease or than its access token lives; the other replica asks. */
const unwritten = inTurn(
  expired,
  QUICK,
  refusing(true),
  ASKED,
  fc.constantFrom(passing(TOKEN_LIFETIME_MS), passing(45_000), passing(6_000)),
  ASKED,
  ASKED_ELSEWHERE,
  refusing(false),
  passing(6_000),
);

/** A process dies with a pair in its hands, and another takes over. */
const diedWithPair = inTurn(
  expired,
  QUICK,
  fc.boolean().map(refusing),
  fc.nat(20).map(crashing),
  ASKED,
  refusing(false),
  overdue,
  ASKED_ELSEWHERE,
  soon,
);

/** The same, with the pair on disk and not in the database; the other asks before it looks through the disk by itself. */
const diedUnwritten = inTurn(
  expired,
  QUICK,
  refusing(true),
  ASKED,
  passing(1),
  fc.nat(2).map(crashing),
  passing(1_000),
  refusing(false),
  overdue,
  ASKED_ELSEWHERE,
  soon,
);

export const situation: fc.Arbitrary<Step[]> = fc.oneof(
  answerLost,
  overtaken,
  leaseRunOut,
  signInMeanwhile,
  unwritten,
  diedWithPair,
  diedUnwritten,
);
