import { type AnswerMeaning, MEANING_LIMIT_BYTES, meaningOf } from '../policy/answer-meaning.js';
import { headerIn } from './answer-headers.js';

/** The beginning of LiveChat's answer: status line and headers, as they came. */
export interface AnswerHead {
  readonly status: number;
  readonly reason: string;
  readonly rawHeaders: readonly Buffer[];
}

/** An answer kept back until it is known what it means. */
export class HeldAnswer {
  readonly chunks: Buffer[] = [];
  isComplete = false;
  private bytes = 0;

  constructor(readonly head: AnswerHead) {}

  /** False when there is more of it than any error of LiveChat has. */
  keep(chunk: Buffer): boolean {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    return this.bytes <= MEANING_LIMIT_BYTES;
  }

  meaning(): AnswerMeaning {
    const { status, rawHeaders } = this.head;
    return meaningOf({
      status,
      contentType: headerIn(rawHeaders, 'content-type'),
      contentEncoding: headerIn(rawHeaders, 'content-encoding'),
      body: this.isComplete ? Buffer.concat(this.chunks, this.bytes) : undefined,
    });
  }
}
