import { randomFillSync } from 'node:crypto';

const NONCES_AT_ONCE = 512;

/** Random nonces, each handed out once. Drawn by the hundred: asking the system for each took a quarter of a seal's time. */
export class Nonces {
  private readonly drawn: Buffer;
  private next: number;

  constructor(private readonly bytes: number) {
    this.drawn = Buffer.alloc(bytes * NONCES_AT_ONCE);
    this.next = this.drawn.length;
  }

  take(): Buffer {
    if (this.next === this.drawn.length) {
      randomFillSync(this.drawn);
      this.next = 0;
    }
    const nonce = Buffer.from(this.drawn.subarray(this.next, this.next + this.bytes));
    this.next += this.bytes;
    return nonce;
  }
}
