import { parseSetCookie, stringifyCookie } from 'cookie';

import { type Answer, type Call, call } from './http.js';

/** Something that keeps cookies as a browser does, and shows every answer. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  async go(path: string, options: Call = {}): Promise<Answer> {
    const url = new URL(path, this.origin).href;
    const headers = { accept: 'text/html', ...this.cookieHeader(), ...options.headers };
    const answer = await call(url, { ...options, headers });
    this.keepCookies(answer);
    return answer;
  }

  /** What the page's own script does: same origin, JSON wanted. */
  fetch(path: string, options: Call = {}): Promise<Answer> {
    return this.go(path, {
      ...options,
      headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin', ...options.headers },
    });
  }

  private cookieHeader(): Record<string, string> {
    return this.cookies.size > 0 ? { cookie: stringifyCookie(Object.fromEntries(this.cookies)) } : {};
  }

  private keepCookies(answer: Answer): void {
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const cookie = parseSetCookie(line);
      if (!cookie.value || cookie.maxAge === 0) this.cookies.delete(cookie.name);
      else this.cookies.set(cookie.name, cookie.value);
    }
  }
}
