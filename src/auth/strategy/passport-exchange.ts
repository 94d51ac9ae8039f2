import type { FastifyReply, FastifyRequest } from 'fastify';

/** What passport sees of a request: the query it needs and no other, so that a start can never pass for a callback. */
export class PassportRequest {
  constructor(
    readonly query: Readonly<Record<string, string>>,
    readonly cookieHeader: string | undefined,
    private readonly reply: FastifyReply,
  ) {}

  static of(request: FastifyRequest, reply: FastifyReply, query: Record<string, string>): PassportRequest {
    return new PassportRequest(query, request.headers.cookie, reply);
  }

  setCookies(headers: readonly string[]): void {
    for (const header of headers) void this.reply.header('set-cookie', header);
  }
}

/** What passport sees of a reply. It was written for Express; this is all it uses to redirect. */
export class PassportReply {
  statusCode = 200;

  constructor(private readonly reply: FastifyReply) {}

  setHeader(name: string, value: string): void {
    void this.reply.header(name, value);
  }

  end(body?: string): void {
    void this.reply.code(this.statusCode).send(body);
  }
}
