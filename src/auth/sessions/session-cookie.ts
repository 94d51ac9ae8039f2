import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { AuthConfig } from '../auth.config.js';
import { BrowserCookies } from '../cookies/browser-cookies.js';
import { soleCookie } from '../cookies/sole-cookie.js';

const COOKIE = 'livechat_session';

/** The cookie that carries a session's id: `livechat_session`, on https `__Host-livechat_session`. */
@Injectable()
export class SessionCookie {
  private readonly nameOnTheWire: string;

  constructor(
    private readonly cookies: BrowserCookies,
    private readonly config: AuthConfig,
  ) {
    this.nameOnTheWire = cookies.nameOf(COOKIE);
  }

  /** The session's id in a request; `undefined` when the cookie is absent, empty when it is there twice and differs. */
  in(request: Pick<FastifyRequest, 'headers'>): string | undefined {
    return soleCookie(request.headers.cookie, this.nameOnTheWire);
  }

  carrying(id: string): string {
    return this.cookies.setting(COOKIE, id, { maxAgeMs: this.config.sessionMaxMs });
  }

  get cleared(): string {
    return this.cookies.clearing(COOKIE);
  }
}
