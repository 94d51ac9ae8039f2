import type { LiveChatConfig } from '../livechat.config.js';

/** A message lies in memory until it has been passed on. */
const MAX_KEPT_BYTES = 104_857_600;

/** The largest message that either side may send; the library takes 0 for no limit. */
export function maxMessageBytes({ bodyLimitBytes }: LiveChatConfig): number {
  return Math.min(Math.max(bodyLimitBytes, 1), MAX_KEPT_BYTES);
}
