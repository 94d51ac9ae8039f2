import { type SandboxClock, sleepBy } from '../clock.js';
import type { Answer } from '../http/answer.js';
import { headerOf } from '../http/call.js';
import type { RecordedRequest } from '../requests/recorded-request.js';
import { answerOf } from './fault-answers.js';
import type { FaultKind } from './fault-kinds.js';
import { Fault, type ResolvedOptions } from './fault.js';
import { HeldFault } from './held-fault.js';

/** What faults do to one request. */
export interface FaultPlan {
  /** Waits as long as slow and hold say, then the answer in LiveChat's stead, if any. */
  before(): Promise<Answer | undefined>;
  after(): Promise<Answer | undefined>;
}

/** The faults that were asked for, oldest first. Of several that answer, the oldest does. */
export class FaultRegistry {
  private faults: Fault[] = [];
  private nextId = 1;
  private closing = new AbortController();

  constructor(
    private readonly clock: SandboxClock,
    private readonly otherRegionOf: (organizationId: string | undefined) => string,
  ) {}

  get active(): readonly Fault[] {
    return this.faults.filter((fault) => fault.isActive || (fault instanceof HeldFault && fault.waiting > 0));
  }

  add(kind: FaultKind, options: ResolvedOptions): Fault {
    this.faults = [...this.active];
    const id = this.nextId++;
    const fault = kind === 'hold' ? new HeldFault(id, kind, options) : new Fault(id, kind, options);
    this.faults.push(fault);
    return fault;
  }

  find(id: number): Fault | undefined {
    return this.faults.find((fault) => fault.id === id);
  }

  clear(): void {
    for (const fault of this.faults) fault.clear();
    this.faults = [];
    this.closing.abort();
    this.closing = new AbortController();
  }

  /** Where an organization has moved to, while a fault says so. */
  movedRegionOf(request: RecordedRequest): string | undefined {
    const move = this.faults.find(
      (fault) => fault.kind === 'wrongRegion' && !fault.isCleared && fault.fits(request),
    );
    return move && this.regionOf(move, request);
  }

  /** Counts this request against the faults that strike it. */
  planFor(request: RecordedRequest): FaultPlan {
    const struck = this.faults.length === 0 ? [] : this.strike(request);
    const run = (isAfterWork: boolean): Promise<Answer | undefined> => {
      const due = struck.filter((fault) => fault.isAfterWork === isAfterWork);
      return due.length === 0 ? Promise.resolve(undefined) : this.run(due, request);
    };
    return { before: () => run(false), after: () => run(true) };
  }

  private strike(request: RecordedRequest): Fault[] {
    const fitting = this.faults.filter((fault) => this.strikes(fault, request));
    const delays = fitting.filter(({ kind }) => kind === 'slow' || kind === 'hold');
    const answering = fitting.find((fault) => !delays.includes(fault));
    const struck = answering === undefined ? delays : [...delays, answering];
    for (const fault of struck) {
      fault.hits += 1;
      request.faults.push(fault.kind);
    }
    return struck;
  }

  private strikes(fault: Fault, request: RecordedRequest): boolean {
    if (!fault.strikes(request)) return false;
    if (fault.kind !== 'wrongRegion') return true;
    const sent = headerOf(request.headers, 'x-region');
    return sent !== this.regionOf(fault, request);
  }

  private async run(due: readonly Fault[], request: RecordedRequest): Promise<Answer | undefined> {
    for (const fault of due) await this.delay(fault);
    const answering = due.find(({ kind }) => kind !== 'slow' && kind !== 'hold');
    if (answering?.kind !== 'wrongRegion') return answering && answerOf(answering, request);
    const { options } = answering;
    const moved = new Fault(answering.id, answering.kind, {
      ...options,
      region: this.regionOf(answering, request),
    });
    return answerOf(moved, request);
  }

  private regionOf({ options }: Fault, request: RecordedRequest): string {
    return options.region ?? this.otherRegionOf(request.organizationId);
  }

  private async delay(fault: Fault): Promise<void> {
    if (fault instanceof HeldFault) await fault.hold();
    // Clearing the faults lets slow requests go on at once.
    else if (fault.kind === 'slow')
      await sleepBy(this.clock, fault.options.ms ?? 1000, this.closing.signal).catch(() => undefined);
  }
}
