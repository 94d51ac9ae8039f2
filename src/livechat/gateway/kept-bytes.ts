const SMALLEST_BLOCK_BYTES = 4_096;

/** Bytes in the order of coming, in one block: a caller may send each in a piece of its own, and a piece costs a hundred bytes. */
export class KeptBytes {
  private block: Buffer = Buffer.alloc(0);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** What is here so far. A single piece is given back as it came. */
  get bytes(): Buffer {
    return this.block.subarray(0, this.used);
  }

  /** How much memory they take. */
  get heldBytes(): number {
    return this.block.length;
  }

  add(piece: Buffer): void {
    if (this.used === 0) {
      this.block = piece;
    } else {
      this.growTo(this.used + piece.length);
      piece.copy(this.block, this.used);
    }
    this.used += piece.length;
  }

  private growTo(length: number): void {
    if (length <= this.block.length) return;
    const block = Buffer.allocUnsafe(Math.max(2 * length, SMALLEST_BLOCK_BYTES));
    this.bytes.copy(block);
    this.block = block;
  }
}
