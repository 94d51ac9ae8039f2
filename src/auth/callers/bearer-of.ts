import type { FastifyRequest } from 'fastify';

const BEARER = /^Bearer +([^\s,]+) *$/i;

/**
 * The token of a request's one `Authorization: Bearer` header; `undefined` when the header is of another kind or is
 * there twice: Node keeps the first of two, a proxy before us may have judged the second.
 */
export function bearerOf(request: Pick<FastifyRequest, 'headers' | 'raw'>): string | undefined {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  return isAuthorizationRepeated(request.raw.rawHeaders) ? undefined : token;
}

function isAuthorizationRepeated(rawHeaders: readonly string[]): boolean {
  let seen = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 13 && name.toLowerCase() === 'authorization') seen += 1;
  }
  return seen > 1;
}
