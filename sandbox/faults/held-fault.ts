import { Fault } from './fault.js';

interface Arrivals {
  readonly count: number;
  readonly resolve: () => void;
}

/** Requests that wait until somebody lets them go. */
export class HeldFault extends Fault {
  private readonly held = new Set<() => void>();
  private arrivals: Arrivals[] = [];
  private total = 0;

  /** How many requests wait now. */
  get waiting(): number {
    return this.held.size;
  }

  /** Resolves when `count` requests have been held. */
  arrived(count = 1): Promise<void> {
    if (this.total >= count) return Promise.resolve();
    return new Promise((resolve) => this.arrivals.push({ count, resolve }));
  }

  /** Lets every waiting request go on, and holds no more. */
  release(): void {
    super.clear();
    for (const letGo of this.held) letGo();
    this.held.clear();
  }

  override clear(): void {
    this.release();
  }

  hold(): Promise<void> {
    return new Promise((resolve) => {
      this.held.add(resolve);
      this.total += 1;
      const met = this.arrivals.filter(({ count }) => this.total >= count);
      this.arrivals = this.arrivals.filter((arrival) => !met.includes(arrival));
      for (const arrival of met) arrival.resolve();
    });
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), waiting: this.waiting };
  }
}
