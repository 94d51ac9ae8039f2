import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

interface UnreadableError {
  readonly code?: string;
  /** What had arrived: a Buffer, whatever its published type says. */
  readonly rawPacket?: unknown;
}

const TOO_LARGE = 'HPE_HEADER_OVERFLOW';
const TOO_SLOW = 'ERR_HTTP_REQUEST_TIMEOUT';

/**
 * Answers bytes that are no HTTP request we take: there is no request yet, so nobody else can.
 *
 * LiveChat's shape when the request line asks for the gateway, a problem otherwise; the connection ends.
 */
export function answerUnreadable(error: UnreadableError, socket: Socket): void {
  if (socket.destroyed || !socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, reason, message] = refusalOf(error.code);
  const isForGateway = /^\S+ \/livechat(\/|\s)/.test(beginningOf(error));
  const body = JSON.stringify(
    isForGateway
      ? { error: { type: 'validation', message, data: { reason } } }
      : {
          type: `urn:livechat-app:error:${reason}`,
          title: STATUS_CODES[status],
          status,
          detail: message,
          reason,
        },
  );
  const contentType = isForGateway ? 'application/json' : 'application/problem+json';
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: ${contentType}; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
  );
}

function beginningOf({ rawPacket }: UnreadableError): string {
  return Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1', 0, 64) : '';
}

function refusalOf(code = ''): [status: number, reason: string, message: string] {
  if (code === TOO_LARGE) return [431, 'headers_too_large', 'The headers of this request are too large.'];
  if (code === TOO_SLOW)
    return [408, 'request_timeout', 'The request took too long to arrive. Send it again.'];
  return [400, 'bad_request', 'This is not a request that HTTP/1.1 allows.'];
}
