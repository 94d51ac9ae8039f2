import type { LiveChatConfig } from '../livechat.config.js';

/** A message lies in memory until it has been passed on. */
const MOST_FROM_LIVECHAT = 104_857_600;
/**
 * One that may be a login is read as JSON, and nothing else happens meanwhile: 25 MB take seconds. Requests over RTM are
 * small, for files go to the Web API.
 */
const MOST_FROM_CALLER = 1_048_576;

/** The largest message, in bytes, that a caller may send. */
export function mostFromCaller({ bodyLimitBytes }: LiveChatConfig): number {
  return within(bodyLimitBytes, MOST_FROM_CALLER);
}

/** The largest message, in bytes, that LiveChat may send. */
export function mostFromLiveChat({ bodyLimitBytes }: LiveChatConfig): number {
  return within(bodyLimitBytes, MOST_FROM_LIVECHAT);
}

/** The library takes 0 for no limit. */
function within(bytes: number, most: number): number {
  return Math.min(Math.max(bytes, 1), most);
}
