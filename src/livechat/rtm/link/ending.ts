import type { WebSocket } from 'ws';

/** How a WebSocket ends: RFC 6455 section 7.4.1. Without a code the close frame is empty. */
export interface Ending {
  readonly code?: number;
  readonly reason?: string | Buffer;
}

const NO_CODE = 1005;
const NO_CLOSE_FRAME = 1006;

export const GOING_AWAY: Ending = { code: 1001 };
export const SERVER_STOPPING: Ending = { code: 1001, reason: 'This server is stopping.' };
export const NO_LONGER_ALLOWED: Ending = { code: 1008, reason: 'You are not signed in any more.' };
/** Bad gateway: https://www.iana.org/assignments/websocket/websocket.xhtml */
export const LIVECHAT_FAILED: Ending = { code: 1014, reason: 'The connection to LiveChat broke.' };
export const CALLER_FAILED: Ending = { code: 1011 };

/** What one side hears of how the other ended; `lost` when that one was cut off. The two codes are never sent. */
export function endingAfter(code: number, reason: Buffer, lost: Ending): Ending {
  if (code === NO_CODE) return {};
  return code === NO_CLOSE_FRAME ? lost : { code, reason };
}

export function endWith(socket: WebSocket, { code, reason }: Ending): void {
  if (code === undefined) socket.close();
  else socket.close(code, reason);
}
