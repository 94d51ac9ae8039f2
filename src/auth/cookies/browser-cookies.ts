import { Injectable } from '@nestjs/common';
import { stringifySetCookie } from 'cookie';

import { HttpConfig } from '../../foundation/index.js';

/**
 * Writes this service's cookies: out of reach of scripts, of other hosts and of other sites' requests.
 *
 * On https their names begin with `__Host-`, so that no sibling host can plant one.
 */
@Injectable()
export class BrowserCookies {
  private readonly isSecure: boolean;

  constructor(http: HttpConfig) {
    this.isSecure = http.isSecure;
  }

  /** The name a cookie has on the wire. */
  nameOf(cookie: string): string {
    return this.isSecure ? `__Host-${cookie}` : cookie;
  }

  /** A `Set-Cookie` header. */
  setting(cookie: string, value: string, { maxAgeMs }: { maxAgeMs: number }): string {
    return stringifySetCookie({
      name: this.nameOf(cookie),
      value,
      maxAge: Math.ceil(maxAgeMs / 1000),
      path: '/',
      httpOnly: true,
      secure: this.isSecure,
      sameSite: 'lax',
    });
  }

  /** A `Set-Cookie` header that removes the cookie. */
  clearing(cookie: string): string {
    return this.setting(cookie, '', { maxAgeMs: 0 });
  }
}
