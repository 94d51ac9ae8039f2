import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { HttpConfig } from '../../foundation/index.js';
import { Sessions } from '../sessions/sessions.js';
import type { Session } from '../sessions/session.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { CallerUnknown } from './caller-refusals.js';
import type { Caller, OperatorCaller, SessionCaller } from './caller.js';
import { CrossSiteRule } from './cross-site-rule.js';
import { KeyCallers } from './key-callers.js';
import { refuseOtherTenant, tenantNamedIn } from './tenant-headers.js';

/**
 * Who is calling.
 *
 * An `Authorization` header decides alone: a key that is not good is refused even beside a good cookie.
 */
@Injectable()
export class Callers {
  constructor(
    private readonly keys: KeyCallers,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly crossSite: CrossSiteRule,
    private readonly http: HttpConfig,
  ) {}

  /**
   * The caller, when memory alone can tell: what nearly every request gets, without waiting for anything.
   *
   * @throws as `identify`
   */
  known(request: FastifyRequest): Caller | undefined {
    if (request.headers.authorization !== undefined) return this.keys.known(request);
    const id = this.sessionIdIn(request);
    if (id === undefined) return undefined;
    const session = this.sessions.known(id);
    return session && acting(request, session, id);
  }

  /**
   * The caller, or `undefined` when there is no credential, or only the cookie of a session that has ended.
   *
   * @throws CallerUnknown or KeyExpired for a bad key, RoleForbidden for an operator key, TenantRequired, TenantMismatch,
   *   CrossSiteRequest, and what Installations says of the organization: NotSignedIn, Uninstalled
   */
  async identify(request: FastifyRequest): Promise<Caller | undefined> {
    const known = this.known(request);
    if (known) return known;
    if (request.headers.authorization !== undefined) return this.keys.callerOf(request);
    const id = this.sessionIdIn(request);
    if (id === undefined) return undefined;
    const session = await this.sessions.find(id);
    return session && acting(request, session, id);
  }

  /**
   * The caller.
   *
   * @throws CallerUnknown when there is none, and what `identify` throws
   */
  async require(request: FastifyRequest): Promise<Caller> {
    const caller = await this.identify(request);
    if (caller) return caller;
    throw new CallerUnknown('no key and no session', this.http);
  }

  /**
   * The caller that opens a WebSocket: as `require`, but a cookie counts only with our own or an allowed `Origin`.
   *
   * @throws as `require`
   */
  async requireAtHandshake(request: FastifyRequest): Promise<Caller> {
    this.crossSite.checkHandshake(request);
    return this.require(request);
  }

  /**
   * The operator, for the routes that look after this service.
   *
   * @throws CallerUnknown without a good key, RoleForbidden for a caller key
   */
  async requireOperator(request: FastifyRequest): Promise<OperatorCaller> {
    if (request.headers.authorization !== undefined) return this.keys.operatorOf(request);
    throw new CallerUnknown('no operator key', this.http);
  }

  /** @throws CrossSiteRequest before anything is read or written for the session */
  private sessionIdIn(request: FastifyRequest): string | undefined {
    const id = this.cookie.in(request);
    if (id !== undefined) this.crossSite.check(request);
    return id;
  }
}

function acting(request: FastifyRequest, { grant }: Session, sessionId: string): SessionCaller {
  refuseOtherTenant(tenantNamedIn(request.headers), grant);
  return { kind: 'session', grant, sessionId };
}
