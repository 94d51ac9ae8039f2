import type { FastifyReply } from 'fastify';

import type { Answer } from './answer.js';

/** Writes the answer, or hangs up where it says so. */
export function deliver(reply: FastifyReply, answer: Answer): void {
  if (answer.cut === 'before-headers') {
    reply.hijack();
    reply.raw.socket?.resetAndDestroy();
    return;
  }
  if (answer.cut === 'mid-body') {
    sendHalf(reply, answer);
    return;
  }
  void reply
    .code(answer.status)
    .headers(answer.headers ?? {})
    .send(answer.body ?? '');
}

/** Promises twice the bytes it sends. A plain close, so that the caller surely sees the first half. */
function sendHalf(reply: FastifyReply, { status, headers, body }: Answer): void {
  reply.hijack();
  const half =
    Buffer.isBuffer(body) || typeof body === 'string' ? Buffer.from(body) : Buffer.from('half of it');
  reply.raw.writeHead(status, { ...headers, 'content-length': half.length * 2 });
  reply.raw.write(half, () => reply.raw.socket?.destroy());
}
