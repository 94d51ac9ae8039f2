import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';

import { Clock, equalInConstantTime, Keyring, SealedTextUnreadable, sha256 } from '../../foundation/index.js';
import { BrowserCookies } from '../cookies/browser-cookies.js';
import { soleCookie } from '../cookies/sole-cookie.js';
import { type Flow, FLOW_LIFETIME_MS } from './flow.js';

const PREFIX = 'livechat_flow_';
const SUFFIX = /^[0-9a-f]{24}$/;

/** Servers, Node among them, refuse requests whose headers are too long: tabs that were left open must not get there. */
const MOST_FLOWS = 8;
const MOST_BYTES = 6_000;

/**
 * The cookies that sign-ins travel in, one each, so that tabs do not disturb each other.
 *
 * A cookie is named after its state's digest and sealed for that name: a value moved to another name does not open.
 */
@Injectable()
export class FlowCookies {
  constructor(
    private readonly cookies: BrowserCookies,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  /** The `Set-Cookie` headers that begin a flow: its own cookie, and an end to the oldest if there are many. */
  beginning(flow: Flow, cookieHeader: string | undefined): readonly string[] {
    const name = nameFor(flow.state);
    const value = this.keyring.seal(JSON.stringify(flow), boundTo(name));
    const surplus = this.surplusBeside(value, cookieHeader);
    return [
      this.cookies.setting(name, value, { maxAgeMs: FLOW_LIFETIME_MS }),
      ...surplus.map((other) => this.cookies.clearing(other)),
    ];
  }

  /** The flow this state belongs to, if this browser has it; it may be too old to go on with. */
  find(state: string, cookieHeader: string | undefined): Flow | undefined {
    const name = nameFor(state);
    const flow = this.open(name, soleCookie(cookieHeader, this.cookies.nameOf(name)) ?? '');
    return flow && equalInConstantTime(flow.state, state) ? flow : undefined;
  }

  isOver(flow: Flow): boolean {
    return this.clock.now() >= flow.startedAt + FLOW_LIFETIME_MS;
  }

  /** The `Set-Cookie` header that ends the flow of a state, if this browser has a cookie for it. */
  ending(state: string, cookieHeader: string | undefined): string | undefined {
    const name = nameFor(state);
    const isThere = soleCookie(cookieHeader, this.cookies.nameOf(name)) !== undefined;
    return isThere ? this.cookies.clearing(name) : undefined;
  }

  /** The names of the flows that have to make room for a new one: what cannot be opened first, then the oldest. */
  private surplusBeside(value: string, cookieHeader: string | undefined): readonly string[] {
    const newestFirst = this.flowsIn(cookieHeader).sort((a, b) => b.startedAt - a.startedAt);
    let flows = 1;
    let bytes = value.length;
    return newestFirst
      .filter(({ length }) => {
        flows += 1;
        bytes += length;
        return flows > MOST_FLOWS || bytes > MOST_BYTES;
      })
      .map(({ name }) => name);
  }

  private flowsIn(cookieHeader = ''): { name: string; startedAt: number; length: number }[] {
    const prefix = this.cookies.nameOf(PREFIX);
    return Object.entries(parseCookie(cookieHeader))
      .filter(([wireName]) => wireName.startsWith(prefix) && SUFFIX.test(wireName.slice(prefix.length)))
      .map(([wireName, value = '']) => {
        const name = PREFIX + wireName.slice(prefix.length);
        return { name, startedAt: this.open(name, value)?.startedAt ?? 0, length: value.length };
      });
  }

  private open(name: string, value: string): Flow | undefined {
    try {
      return JSON.parse(this.keyring.open(value, boundTo(name))) as Flow;
    } catch (error) {
      if (error instanceof SealedTextUnreadable) return undefined;
      throw error;
    }
  }
}

function nameFor(state: string): string {
  return PREFIX + sha256(state).toString('hex', 0, 12);
}

function boundTo(name: string): readonly string[] {
  return ['flow', name];
}
