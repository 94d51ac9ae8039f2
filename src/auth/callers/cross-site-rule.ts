import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { HttpConfig } from '../../foundation/index.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { CrossSiteRequest } from './caller-refusals.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A request that changes something and carries our session's cookie must come from our own pages or from an allowed
 * origin. A guard of every controller; who is asked through `Callers` is checked there.
 *
 * `Sec-Fetch-Site` is believed first: no page can forge it. Without it `Origin` decides; without both nobody vouches
 * for the request. Where an `Authorization` header decides who is calling, the cookie counts for nothing.
 */
@Injectable()
export class CrossSiteRule implements CanActivate {
  private readonly ownOrigin: string;
  private readonly allowedOrigins: ReadonlySet<string>;

  constructor(
    http: HttpConfig,
    private readonly cookie: SessionCookie,
  ) {
    this.ownOrigin = http.publicUrl.origin;
    this.allowedOrigins = new Set(http.allowedOrigins);
  }

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() === 'http') this.check(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }

  /** @throws CrossSiteRequest */
  check(request: Pick<FastifyRequest, 'method' | 'headers'>): void {
    if (SAFE_METHODS.has(request.method) || request.headers.authorization !== undefined) return;
    if (this.cookie.in(request) === undefined) return;
    if (!this.isVouchedFor(request.headers)) throw new CrossSiteRequest();
  }

  /**
   * As `check`, for a WebSocket's handshake: a GET that a page of any site can cause, with our cookie on it, and after
   * which that page reads and writes. `Origin`, which every browser sends with it, decides alone.
   *
   * @throws CrossSiteRequest
   */
  checkHandshake(request: Pick<FastifyRequest, 'headers'>): void {
    const { authorization, origin = '' } = request.headers;
    if (authorization !== undefined || this.cookie.in(request) === undefined) return;
    if (origin !== this.ownOrigin && !this.allowedOrigins.has(origin)) throw new CrossSiteRequest();
  }

  private isVouchedFor(headers: FastifyRequest['headers']): boolean {
    const site = headers['sec-fetch-site'];
    if (site === 'same-origin') return true;
    const origin = headers.origin;
    if (origin === undefined) return false;
    return this.allowedOrigins.has(origin) || (site === undefined && origin === this.ownOrigin);
  }
}
