import { Injectable } from '@nestjs/common';

import { Clock } from '../../foundation/index.js';
import { type Month, monthAt } from './month.js';
import { requestsIn, type Spend, type SpendCause, type SpendCounts } from './spend.js';

type Counting = SpendCounts & Pick<Spend, 'month' | 'organizationId'>;

/** Of the month: what all replicas had written when this one wrote last, and what this one has not written since. */
interface Known {
  written: number;
  unwritten: number;
}

/** Counts what goes to LiveChat. Every request comes by here: a few additions in memory, and nothing else. */
@Injectable()
export class SpendMeter {
  private month: Month;
  private readonly counting = new Map<string, Counting>();
  private readonly known = new Map<string, Known>();
  /** Of months past. */
  private readonly finished: Counting[] = [];

  constructor(private readonly clock: Clock) {
    this.month = monthAt(clock.now());
  }

  /** One request that went to LiveChat. */
  count(organizationId: string, cause: SpendCause): void {
    const month = this.currentMonth();
    let counting = this.counting.get(organizationId);
    if (!counting) {
      counting = nothingYet(month.name, organizationId);
      this.counting.set(organizationId, counting);
    }
    counting[cause] += 1;
    this.knownOf(organizationId).unwritten += 1;
  }

  /** How many there were this month, as far as this process knows. */
  requestsOf(organizationId: string): number {
    this.currentMonth();
    const known = this.known.get(organizationId);
    return known ? known.written + known.unwritten : 0;
  }

  /** Until the counts begin at zero again. */
  get monthEndsAt(): number {
    return this.currentMonth().endsAt;
  }

  /** Hands over what has not been written, of so many organizations at most; it is for the taker not to lose it. */
  take(atMost: number): readonly Spend[] {
    this.currentMonth();
    const taken = this.finished.splice(0, atMost);
    for (const [organizationId, counting] of this.counting) {
      if (taken.length >= atMost) break;
      taken.push(counting);
      this.counting.delete(organizationId);
    }
    return taken;
  }

  /** What was taken is written, and the total of all replicas came to that. */
  written(spend: Spend, total: number): void {
    if (spend.month !== this.currentMonth().name) return;
    const known = this.knownOf(spend.organizationId);
    known.written = total;
    known.unwritten = Math.max(0, known.unwritten - requestsIn(spend));
  }

  /** What was written before this process began. */
  learn(spend: Spend): void {
    if (spend.month === this.currentMonth().name)
      this.knownOf(spend.organizationId).written = requestsIn(spend);
  }

  private knownOf(organizationId: string): Known {
    let known = this.known.get(organizationId);
    if (!known) {
      known = { written: 0, unwritten: 0 };
      this.known.set(organizationId, known);
    }
    return known;
  }

  private currentMonth(): Month {
    const now = this.clock.now();
    if (now < this.month.endsAt) return this.month;
    this.finished.push(...this.counting.values());
    this.counting.clear();
    this.known.clear();
    this.month = monthAt(now);
    return this.month;
  }
}

function nothingYet(month: string, organizationId: string): Counting {
  return { month, organizationId, first: 0, authentication: 0, misdirected_request: 0, reset_read: 0 };
}
