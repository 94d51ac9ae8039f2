import type { Brake } from './brake.js';

/** Does a side's steps in order: what one of them waits for, those behind it wait for too. */
export class Steps {
  private held: (() => void)[] | undefined;
  private waits = 0;

  constructor(private readonly brake: Brake) {}

  take(step: () => void): void {
    if (this.held) this.held.push(step);
    else step();
  }

  /** Later steps wait until `work` has ended. It must not fail. */
  async during(work: Promise<void>): Promise<void> {
    this.held ??= [];
    this.waits += 1;
    this.brake.hold();
    await work;
    this.brake.release();
    this.waits -= 1;
    if (this.waits === 0) this.goOn();
  }

  /** One of them may begin to wait again. */
  private goOn(): void {
    const steps = this.held ?? [];
    this.held = undefined;
    for (const step of steps) this.take(step);
  }
}
