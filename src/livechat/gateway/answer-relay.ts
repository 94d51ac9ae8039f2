import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';

import { answerHeaders } from './answer-headers.js';
import type { AnswerHead } from './held-answer.js';

/** A first piece up to this size is copied to stand behind the headers; a larger one is written where it lies. */
const JOINED_BYTES = 16_384;

/** Writes LiveChat's answer to the caller, as fast as the caller reads. */
export class AnswerRelay {
  /** Whether it was us who ended the connection in the middle of the answer. */
  isCut = false;
  /** LiveChat's, once its answer is on its way. */
  status: number | undefined;
  /** What a walk over a list's pages came to, when the answer is one. */
  walked: 'to_the_end' | 'broken_off' | undefined;
  private hasWritten = false;

  constructor(
    private readonly reply: FastifyReply,
    private readonly idleMs: number,
    /** Asked when it matters: a connection that is kept would keep the stopping server waiting for it. */
    private readonly isStopping: () => boolean,
  ) {}

  /**
   * From here on the answer is LiveChat's: Fastify and Nest do not touch it any more.
   *
   * @throws Error when it cannot be said like that; then the answer is still ours to give
   */
  begin({ status, reason, rawHeaders }: AnswerHead, extra?: readonly [name: string, value: string]): void {
    const headers = answerHeaders(rawHeaders, this.reply.getHeaders());
    if (extra) replaceHeader(headers, extra);
    if (status === 204) removeHeader(headers, 'content-length'); // RFC 9110 section 8.6
    if (this.isStopping()) headers.push('connection', 'close');
    this.reply.raw.writeHead(status, isReasonPhrase(reason) ? reason : '', headers);
    this.status = status;
    this.reply.hijack();
  }

  /**
   * False when the caller must catch up first: then `whenDrained`.
   *
   * Node puts text, but not bytes, behind the headers it still holds: latin1 carries each byte, and both leave in one
   * plain write. A gathered write of two pieces costs more than the copy.
   */
  write(chunk: Buffer): boolean {
    const { raw } = this.reply;
    const isJoined = !this.hasWritten && chunk.length <= JOINED_BYTES;
    this.hasWritten = true;
    return isJoined ? raw.write(chunk.toString('latin1'), 'latin1') : raw.write(chunk);
  }

  /**
   * A caller that reads nothing for too long loses its connection: Node does that to sockets that time out.
   *
   * `goOn` comes later, never at once: Node says `drain` of this answer also when the next one on the same connection is
   * written to, and that is in the middle of reading what LiveChat says there.
   */
  whenDrained(goOn: () => void): void {
    const { raw } = this.reply;
    const socket = raw.socket;
    const before = socket?.timeout ?? 0;
    socket?.setTimeout(this.idleMs);
    raw.once('drain', () => {
      socket?.setTimeout(before);
      setImmediate(goOn);
    });
  }

  end(): void {
    const { raw } = this.reply;
    const { socket } = raw;
    if (this.isStopping()) raw.end(() => socket?.destroySoon());
    else process.nextTick(endOf, raw); // when what was written is out: else Node gathers it with the empty end
  }

  /** An answer that breaks off must not look complete. */
  cut(): void {
    this.isCut = true;
    this.reply.raw.destroy();
  }
}

function endOf(answer: ServerResponse): void {
  answer.end();
}

function replaceHeader(headers: string[], [name, value]: readonly [name: string, value: string]): void {
  removeHeader(headers, name);
  headers.push(name, value);
}

function removeHeader(headers: string[], name: string): void {
  for (let at = headers.length - 2; at >= 0; at -= 2) {
    if (headers[at]?.toLowerCase() === name) headers.splice(at, 2);
  }
}

function isReasonPhrase(reason: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(reason);
}
