import type { HttpConfig } from '../foundation/index.js';

/** Where a person signs in with LiveChat, again or for the first time: goes into errors as `reconnect_url`. */
export function reconnectUrlOf(http: Pick<HttpConfig, 'publicUrl'>): string {
  return `${http.publicUrl.origin}/auth/livechat`;
}
