import type { AccountRef } from '../../token-values.js';
import type { Turns } from './turns.js';

/**
 * One process from its start to its death, as its database, its disk and the network see it.
 *
 * Every effect of the process has a moment before and one after. A process may die at any of them, as by SIGKILL: what
 * it was about to do is not done, and nothing of it runs on. Its database may stall: statements wait, time goes on.
 */
export class ProcessLife {
  private isOver = false;
  private momentsToDeath = Infinity;
  private momentsToStall = Infinity;
  private stall: Promise<void> | undefined;
  private endStall: () => void = () => undefined;
  private readonly leaseEnds = new Map<string, number>();
  private readonly endings: (() => void)[] = [];
  private readonly silences: (() => void)[] = [];

  constructor(private readonly turns: Turns) {}

  get isAlive(): boolean {
    return !this.isOver;
  }

  get isStalled(): boolean {
    return this.stall !== undefined;
  }

  onEnd(listener: () => void): void {
    this.endings.push(listener);
  }

  /** The listener hears of a stall, and of the end. */
  onSilence(listener: () => void): void {
    this.silences.push(listener);
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const listener of [...this.silences, ...this.endings]) listener();
  }

  /** It is dead or its database stalls: with its lease on the account's grant ends what the others owe it. */
  fallsSilent({ accountId }: AccountRef, leaseEnd: number): void {
    this.leaseEnds.set(accountId, leaseEnd);
  }

  /** Leases that have not ended are held on to. */
  isHeardAgain(now: number): void {
    for (const [account, end] of this.leaseEnds) if (now < end) this.leaseEnds.delete(account);
  }

  /** Whether the others may take it for dead, as far as the account's grant is concerned. */
  countsAsDead({ accountId }: AccountRef, now: number): boolean {
    return now >= (this.leaseEnds.get(accountId) ?? Infinity);
  }

  /** Dies when so many more moments have passed. */
  endAfter(moments: number): void {
    this.momentsToDeath = moments;
  }

  /** Its database stalls when so many more moments have passed. */
  stallAfter(moments: number): void {
    this.momentsToStall = moments;
  }

  resumeDatabase(): void {
    this.momentsToStall = Infinity;
    this.stall = undefined;
    this.endStall();
  }

  /** Never resolves in a dead process. */
  async moment(): Promise<void> {
    await this.turns.take();
    this.momentsToStall -= 1;
    if (this.momentsToStall < 0) this.stallDatabase();
    this.momentsToDeath -= 1;
    if (this.momentsToDeath < 0) this.end();
    if (this.isOver) await never();
  }

  /** A statement's moments, and `done` at once when it is carried out. */
  async statement<Result>(run: () => Promise<Result>, done: () => void): Promise<Result> {
    await this.moment();
    if (this.stall) await this.stall;
    if (this.isOver) await never();
    const result = await run();
    done();
    await this.moment();
    if (this.stall) await this.stall; // the answer is on the way
    if (this.isOver) await never();
    return result;
  }

  private stallDatabase(): void {
    if (this.stall) return;
    this.stall = new Promise((resolve) => {
      this.endStall = resolve;
    });
    for (const listener of this.silences) listener();
  }
}

/** What a dead process waits for. */
export function never(): Promise<void> {
  return new Promise(() => undefined);
}
