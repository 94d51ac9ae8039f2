import { type Answer, type Call, call } from '../../../test/support/http.js';
import type { RunningGateway } from './start-gateway.js';

export const LIST_CHATS = '/livechat/agent/action/list_chats?all=true';
export const AS_CALLER = { authorization: 'Bearer northwind', 'content-type': 'application/json' };

/** Asks for every page of a list. */
export function walk(
  gateway: RunningGateway,
  { path = LIST_CHATS, body = '{}', method = 'POST', headers }: Call & { readonly path?: string } = {},
): Promise<Answer> {
  return call(gateway.url + path, { method, headers: { ...AS_CALLER, ...headers }, body });
}

/** What stands on an answer's lines. The last one must be whole. */
export function linesOf({ text }: Answer): unknown[] {
  if (!text.endsWith('\n')) throw new Error(`The last line is not whole: ${text.slice(-100)}`);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
