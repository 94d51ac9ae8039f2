import { Injectable } from '@nestjs/common';

import { Clock, Durations } from '../../foundation/index.js';

/** How a call ended: with LiveChat's answer, by its status, or without one. Each call ends once. */
export type CallOutcome = '2xx' | '3xx' | '4xx' | '5xx' | 'refused' | 'upstream_failed' | 'caller_left';

/** Why a call was sent to LiveChat a second time. */
export type ReplayCause = 'authentication' | 'misdirected_request' | 'reset_read';

/** What the gateway has counted since the process started. Every call comes by here: additions, and nothing else. */
@Injectable()
export class GatewayCounts {
  readonly calls: Record<CallOutcome, number> = {
    '2xx': 0,
    '3xx': 0,
    '4xx': 0,
    '5xx': 0,
    refused: 0,
    upstream_failed: 0,
    caller_left: 0,
  };
  readonly replays: Record<ReplayCause, number> = {
    authentication: 0,
    misdirected_request: 0,
    reset_read: 0,
  };
  /** WebSockets to LiveChat's RTM API that are open now. */
  openLinks = 0;
  /** From the call's arrival until LiveChat's answer was passed on to its last byte. */
  readonly wholeAnswers = new Durations([25, 100, 250, 500, 1_000, 2_500, 10_000, 30_000]);

  constructor(private readonly clock: Clock) {}

  /** The moment, for `answered`. */
  begin(): number {
    return this.clock.now();
  }

  /** LiveChat's answer was passed on to its last byte. */
  answered(status: number, begunAt: number): void {
    this.calls[outcomeOf(status)] += 1;
    this.wholeAnswers.add(this.clock.now() - begunAt);
  }

  /** A walk over a list's pages is one call, but its time is not that of one answer. */
  walked(far: 'to_the_end' | 'broken_off'): void {
    this.calls[far === 'to_the_end' ? '2xx' : 'upstream_failed'] += 1;
  }
}

function outcomeOf(status: number): CallOutcome {
  if (status < 300) return '2xx';
  if (status < 400) return '3xx';
  return status < 500 ? '4xx' : '5xx';
}
