import { Injectable } from '@nestjs/common';

import { Clock } from '../../foundation/index.js';
import { BrowserCookies } from '../cookies/browser-cookies.js';
import { soleCookie } from '../cookies/sole-cookie.js';

const WINDOW_MS = 30_000;

/** What LiveChat allows a client and account in the window; it stops the next with `too_many_redirects`. */
const STARTS_ALLOWED = 3;
const STARTS = 'livechat_starts';

/** Whom LiveChat sends to us uninvited gets one start of ours in the window. */
const INSTALLS_ALLOWED = 1;
const INSTALLS = 'livechat_installs';

/** Whether a browser may start sign-in once more, and the cookie to remember it by. */
export interface StartLimitVerdict {
  /** How long until a start is free again; 0 when one is. */
  readonly waitMs: number;
  /** The `Set-Cookie` header that counts this start, should it go ahead. */
  readonly counted: string;
}

/**
 * Counts the starts of each browser in a cookie of its own: the database hears nothing of a start.
 *
 * It protects people from loops, not us from them: who forges the cookie only meets LiveChat's own limit.
 */
@Injectable()
export class StartLimit {
  constructor(
    private readonly cookies: BrowserCookies,
    private readonly clock: Clock,
  ) {}

  ofStarts(cookieHeader: string | undefined): StartLimitVerdict {
    return this.verdict(STARTS, STARTS_ALLOWED, cookieHeader);
  }

  ofInstalls(cookieHeader: string | undefined): StartLimitVerdict {
    return this.verdict(INSTALLS, INSTALLS_ALLOWED, cookieHeader);
  }

  private verdict(cookie: string, allowed: number, header: string | undefined): StartLimitVerdict {
    const now = this.clock.now();
    const recent = timesIn(soleCookie(header, this.cookies.nameOf(cookie)))
      .filter((time) => time > now - WINDOW_MS && time <= now)
      .slice(-allowed);
    const [oldest = now] = recent;
    const counted = [...recent, now].slice(-allowed).map((time) => time.toString(36));
    return {
      waitMs: recent.length < allowed ? 0 : oldest + WINDOW_MS - now,
      counted: this.cookies.setting(cookie, counted.join('.'), { maxAgeMs: WINDOW_MS }),
    };
  }
}

function timesIn(value = ''): number[] {
  return value.split('.', STARTS_ALLOWED).map((time) => parseInt(time, 36));
}
