import type { AnswerSink } from '../gateway/answer-sink.js';
import type { AnswerHead } from '../gateway/held-answer.js';

/** An answer of LiveChat's with all its bytes, as they came. */
export interface WholeAnswer extends AnswerHead {
  readonly body: Buffer;
  /** A header to add when it is passed on. */
  readonly extra?: readonly [name: string, value: string];
}

/** Takes LiveChat's answer into memory, up to a limit. */
export class CollectedAnswer implements AnswerSink {
  /** Undefined when LiveChat broke off. */
  readonly whole: Promise<WholeAnswer | 'too_large' | undefined>;
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private head: AnswerHead | undefined;
  private extra: readonly [name: string, value: string] | undefined;
  private settle!: (answer: WholeAnswer | 'too_large' | undefined) => void;

  constructor(private readonly maxBytes: number) {
    this.whole = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  begin(head: AnswerHead, extra?: readonly [name: string, value: string]): void {
    this.head = head;
    this.extra = extra;
  }

  /** Once it is too large LiveChat is paused, until its exchange is stopped with the end of the caller's answer. */
  write(chunk: Buffer): boolean {
    this.bytes += chunk.length;
    if (this.bytes <= this.maxBytes) return this.chunks.push(chunk) > 0;
    this.chunks.length = 0;
    this.settle('too_large');
    return false;
  }

  whenDrained(): void {
    // Nobody reads on.
  }

  end(): void {
    const { head, extra } = this;
    this.settle(head && { ...head, extra, body: Buffer.concat(this.chunks) });
  }

  cut(): void {
    this.settle(undefined);
  }
}
