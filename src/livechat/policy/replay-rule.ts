import type { AnswerMeaning } from './answer-meaning.js';

export type NextStep =
  | { readonly kind: 'pass' }
  /** Renew with the rejected token; then, if `replay`, the same bytes once more. */
  | { readonly kind: 'renew'; readonly replay: boolean }
  /** Remember the region; then, if `replay`, the same bytes once more with it. */
  | { readonly kind: 'move'; readonly region: string; readonly replay: boolean };

/** How far a call is: one renewal and one replay in all, and the replay only with bytes that are still there. */
export interface CallProgress {
  readonly replayed: boolean;
  /** Whether its token came from a renewal that a refusal of this very call caused. */
  readonly renewed: boolean;
  readonly replayable: boolean;
}

const PASS: NextStep = { kind: 'pass' };

/** What to do after LiveChat has answered. Everything that is not named here is passed on as it came. */
export function nextStep(meaning: AnswerMeaning, { replayed, renewed, replayable }: CallProgress): NextStep {
  const replay = replayable && !replayed;
  if (meaning.errorType === 'authentication' && !renewed) return { kind: 'renew', replay };
  if (meaning.errorType === 'misdirected_request' && meaning.region !== undefined) {
    return { kind: 'move', region: meaning.region, replay };
  }
  return PASS;
}

const NO_CONNECTION = ['ECONNREFUSED', 'EAI_AGAIN', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Errors of a connection, not of an answer: nothing but these proves that LiveChat said nothing. */
const LOST_CONNECTION: ReadonlySet<string | undefined> = new Set([
  ...NO_CONNECTION,
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether LiveChat cannot have seen anything of the request. */
export function neverConnected(causeCode: string | undefined): boolean {
  return causeCode !== undefined && NO_CONNECTION.includes(causeCode);
}

/** Whether a call whose connection failed may be repeated: reads that never got a byte of an answer. */
export function mayRepeatLost(
  lost: { readonly isRead: boolean; readonly answered: boolean; readonly causeCode: string | undefined },
  { replayed, replayable }: Omit<CallProgress, 'renewed'>,
): boolean {
  return !replayed && replayable && lost.isRead && !lost.answered && LOST_CONNECTION.has(lost.causeCode);
}
