import type { AnswerHead } from './held-answer.js';

/** Takes LiveChat's answer as it comes. */
export interface AnswerSink {
  begin(head: AnswerHead, extra?: readonly [name: string, value: string]): void;
  /** False when what was written must be taken first: then `whenDrained`. */
  write(chunk: Buffer): boolean;
  whenDrained(goOn: () => void): void;
  end(): void;
  /** LiveChat broke off: what came must not pass for the whole answer. */
  cut(): void;
}
