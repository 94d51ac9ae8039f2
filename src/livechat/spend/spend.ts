import type { ReplayCause } from '../gateway/gateway-counts.js';

/** Why a request went to LiveChat: for a call's first time, or for what it was repeated. */
export type SpendCause = 'first' | ReplayCause;

/** Requests that went to LiveChat, by cause. */
export type SpendCounts = Record<SpendCause, number>;

/** What went to LiveChat for one organization in one month. */
export interface Spend extends Readonly<SpendCounts> {
  readonly month: string;
  readonly organizationId: string;
}

export function requestsIn(spend: Readonly<SpendCounts>): number {
  return spend.first + spend.authentication + spend.misdirected_request + spend.reset_read;
}
