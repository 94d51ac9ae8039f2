import type { ServerResponse } from 'node:http';

import { call } from '../../../test/support/http.js';
import { Turns } from '../limits/turns.js';
import { startGateway } from './start-gateway.js';

/** With one place, so that every call has to wait for the one before it. */
export async function startWithOnePlace(settings: Parameters<typeof startGateway>[0] = {}) {
  const gateway = await startGateway({ limits: { concurrency: 1 }, ...settings });
  const turns = gateway.app.get(Turns);
  /** Answers that LiveChat holds back, by the query that asked for them. */
  const held = new Map<string, ServerResponse>();
  gateway.upstream.answersWith((response, { url }) => held.set(url.split('?')[1] ?? '', response));
  const ask = (key: string, query: string) =>
    call(`${gateway.url}/livechat/agent/action/list_chats?${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
  return { ...gateway, turns, held, ask };
}
