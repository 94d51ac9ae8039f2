import type { Answer } from '../http/answer.js';
import { type Fields, isFields } from '../api/input.js';

/** A request of RTM: `{request_id?, action, payload?}`. */
export interface RtmRequest {
  readonly request_id?: unknown;
  readonly action: string;
  readonly payload: Fields;
}

/** The request that a frame is; undefined for anything else. */
export function readRequest(text: string): RtmRequest | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isFields(parsed) || typeof parsed['action'] !== 'string') return undefined;
  const { request_id, action, payload } = parsed;
  return { request_id, action, payload: isFields(payload) ? payload : {} };
}

/** What the Web API would answer, as RTM says it. */
export function responseTo({ request_id, action }: RtmRequest, { status, body }: Answer): string {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body.toString() : '';
  const payload: unknown = text === '' ? {} : JSON.parse(text);
  return JSON.stringify({ request_id, action, type: 'response', success: status < 300, payload });
}

export function pushOf(version: string, action: string, payload: unknown): string {
  return JSON.stringify({ version, action, type: 'push', payload });
}
