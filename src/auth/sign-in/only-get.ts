import type { FastifyRequest } from 'fastify';

import { OnlyGet } from './start-refusals.js';

/**
 * Refuses what Fastify would answer like a GET: a HEAD must not start a sign-in, nor use one up.
 *
 * @throws OnlyGet
 */
export function refuseOtherThanGet({ method }: Pick<FastifyRequest, 'method'>): void {
  if (method !== 'GET') throw new OnlyGet();
}
