import type { KeyNeed } from '../../tokens/index.js';
import { counted, inGroups } from '../progress/counts.js';

/** What a run came to: also what `--json` prints. */
export interface ResealOutcome {
  /** The id of the key that rows are sealed with now. */
  readonly key: string;
  readonly resealed: number;
  /** Rows that a server wrote while they were resealed: they have its pair. */
  readonly changedMeanwhile: number;
  /** Ids of rows that do not open. */
  readonly unreadable: readonly string[];
  readonly isInterrupted: boolean;
  /** Rows that are still not sealed with the key alone; those that do not open are among them. */
  readonly remaining: number;
  /** The other keys, and what still needs each. */
  readonly oldKeys: readonly KeyNeed[];
}

const IDS_SHOWN = 20;

/** For a person: what was done, and which old keys may go. */
export function outcomeText({ key, resealed, remaining, oldKeys }: ResealOutcome): string {
  return [
    `${counted(resealed, 'row')} resealed with "${key}", ${inGroups(remaining)} left.`,
    ...oldKeys.map(({ keyId, rows, spooledPairs }) => {
      const needs = [
        ...(rows > 0 ? [counted(rows, 'row')] : []),
        ...(spooledPairs > 0 ? [`${counted(spooledPairs, 'renewed pair')} in the spool`] : []),
      ];
      return needs.length > 0
        ? `Keep "${keyId}": ${needs.join(' and ')}.`
        : `Nothing needs "${keyId}" any more: remove it from ENCRYPTION_KEYS.`;
    }),
  ].join('\n');
}

/** What stands between this run and the removal of every old key, and what to do about it. */
export function whyNotDone({ key, unreadable, remaining, isInterrupted, oldKeys }: ResealOutcome): string[] {
  const isLeft = remaining > unreadable.length;
  if (isInterrupted && isLeft)
    return ['Stopped before the end. Run livechat-app reseal again: it goes on where it stopped.'];
  const spooledPairs = oldKeys.reduce((sum, need) => sum + need.spooledPairs, 0);
  return [
    ...(unreadable.length > 0 ? [unreadableFault(unreadable)] : []),
    ...(isLeft ? [stillSealingFault(key)] : []),
    ...(spooledPairs > 0 ? [spooledFault(spooledPairs)] : []),
  ];
}

function unreadableFault(ids: readonly string[]): string {
  const more = ids.length - IDS_SHOWN;
  const some = [...ids.slice(0, IDS_SHOWN), ...(more > 0 ? [`and ${inGroups(more)} more`] : [])];
  return (
    `${counted(ids.length, 'row')} left as found, for want of opening (${some.join(', ')}). ` +
    'Nobody can use them: their agents sign in again.'
  );
}

function stillSealingFault(key: string): string {
  return (
    `A server goes on sealing with an old key. Put "${key}" first in ENCRYPTION_KEYS of every server, ` +
    'restart them, then run livechat-app reseal again.'
  );
}

function spooledFault(pairs: number): string {
  return (
    `${counted(pairs, 'renewed pair')} in the spool sealed with an old key. ` +
    'Let the server of this machine run for a minute, which puts it into its row, then run livechat-app reseal again.'
  );
}
