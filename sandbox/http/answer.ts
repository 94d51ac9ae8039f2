import type { Readable } from 'node:stream';

type HeaderValues = Readonly<Record<string, string | string[]>>;

/** What a handler wants to be answered. */
export interface Answer {
  readonly status: number;
  readonly headers?: HeaderValues;
  readonly body?: string | Buffer | Readable;
  /** Hang up instead: before the first byte, or in the middle of the body. */
  readonly cut?: 'before-headers' | 'mid-body';
}

export function jsonAnswer(status: number, value: unknown, headers: HeaderValues = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** 302 after a GET, 303 after a form post: both lead to a GET. */
export function redirectTo(location: string, status: 302 | 303 = 302): Answer {
  return { status, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

export const hangUp: Answer = { status: 0, cut: 'before-headers' };
