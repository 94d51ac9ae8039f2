import { Clock } from '../../src/foundation/clock/clock.js';

interface Alarm {
  at: number;
  ring: () => void;
  readonly everyMs?: number;
}

/** How often one advance rings an interval at most. */
const MOST_RINGS = 500;

/** A clock that stands still until a test advances it. */
export class ManualClock extends Clock {
  private readonly alarms = new Set<Alarm>();

  /** @param settle what time waits for after each alarm: that all it woke has run */
  constructor(
    private nowMs = Date.UTC(2026, 0, 15, 12),
    private readonly settle: () => Promise<void> = readyWork,
  ) {
    super();
  }

  now(): number {
    return this.nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const abort = (): void => {
        cancel();
        reject(signal?.reason as Error);
      };
      const cancel = this.after(ms, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort);
    });
  }

  after(ms: number, task: () => void): () => void {
    return this.setAlarm({ at: this.nowMs + ms, ring: task });
  }

  every(ms: number, task: () => void): () => void {
    return this.setAlarm({ at: this.nowMs + ms, ring: task, everyMs: ms });
  }

  /** How many sleeps and intervals wait: lets a test know that the code under test has gone to sleep. */
  get waiting(): number {
    return this.alarms.size;
  }

  /**
   * Moves time, ringing what falls due in order and letting what it wakes run in between. Over a long time what repeats
   * every second rings more rarely, as it does on a machine that is too busy: a day is not 86,400 turns.
   */
  async advance(ms: number): Promise<void> {
    const end = this.nowMs + ms;
    const rarestMs = ms / MOST_RINGS;
    await this.settle();
    for (let next = this.nextDueBy(end); next; next = this.nextDueBy(end)) {
      this.nowMs = Math.max(this.nowMs, next.at);
      if (next.everyMs === undefined) this.alarms.delete(next);
      else next.at += Math.max(next.everyMs, rarestMs);
      next.ring();
      await this.settle();
    }
    this.nowMs = end;
    await this.settle();
  }

  /** Moves time at once, as on a machine that was asleep: what fell due meanwhile rings once. */
  async jump(ms: number): Promise<void> {
    this.nowMs += ms;
    for (const alarm of [...this.alarms].filter(({ at }) => at <= this.nowMs)) {
      if (alarm.everyMs === undefined) this.alarms.delete(alarm);
      else alarm.at = this.nowMs + alarm.everyMs;
      alarm.ring();
    }
    await this.settle();
  }

  /** Moves time in small steps until something has happened that also waits for real files or sockets. */
  async advanceUntil<T>(done: Promise<T>, stepMs = 100): Promise<T> {
    const state = { isDone: false };
    const settled = done.finally(() => (state.isDone = true));
    settled.catch(() => undefined);
    while (!state.isDone) await this.advance(stepMs);
    return settled;
  }

  private setAlarm(alarm: Alarm): () => void {
    this.alarms.add(alarm);
    return () => {
      this.alarms.delete(alarm);
    };
  }

  private nextDueBy(end: number): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.alarms) {
      if (alarm.at <= end && (!first || alarm.at < first.at)) first = alarm;
    }
    return first;
  }
}

const BEGUN = /^(?:FSReq|ConnectWrap|GetAddrInfoReq)/;

/** Lets promises and the event loop's ready work run, and what was begun with files and connections come to its end. */
async function readyWork(): Promise<void> {
  for (let turn = 0; turn < 10; turn = process.getActiveResourcesInfo().some(isBegun) ? 0 : turn + 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** A busy disk takes as long as many turns: time must not run out meanwhile. */
function isBegun(resource: string): boolean {
  return BEGUN.test(resource);
}
