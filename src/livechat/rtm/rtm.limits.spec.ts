import { describe, expect, it } from '@jest/globals';

import { call } from '../../../test/support/http.js';
import { openRtm, refusedRtm } from '../../../test/support/rtm-peer.js';
import { AllowedActions } from '../../auth/index.js';
import { RtmStand } from '../testing/rtm-stand.js';
import { startGateway } from '../testing/start-gateway.js';

const path = '/livechat/v3.6/agent/rtm/ws';

async function startWith(patterns: readonly string[]) {
  const gateway = await startGateway({ limits: { concurrency: 512, perKey: 1 } });
  gateway.callers.allowed = AllowedActions.of(patterns);
  return { url: gateway.url + path, stand: new RtmStand(gateway.upstream) };
}

describe('RTM, for a key with limits', () => {
  it('is refused when the key’s list does not have it: any action may be sent over a link', async () => {
    const { url, stand } = await startWith(['agent/action/list_*']);

    const answer = await refusedRtm(url);

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('forbidden_path');
    expect(stand.handshakes).toEqual([]);
  });

  it('is opened when the list has it, and counts as a request of the key’s rate', async () => {
    const { url, stand } = await startWith(['agent/rtm/ws']);
    await openRtm(url);

    const answer = await refusedRtm(url);

    expect(answer.status).toBe(429);
    expect(answer.text).toContain('rate_limited');
    expect(stand.handshakes).toHaveLength(1);
  });
});

describe('RTM, for an organization at its SPEND_HARD_CAP', () => {
  it('is refused as calls are', async () => {
    const gateway = await startGateway({ limits: { concurrency: 512, hardCap: 1 } });
    const stand = new RtmStand(gateway.upstream);
    const headers = { authorization: 'Bearer northwind' };
    expect((await call(`${gateway.url}/livechat/agent/action/list_chats`, { headers })).status).toBe(200);

    const answer = await refusedRtm(gateway.url + path);

    expect(answer.status).toBe(429);
    expect(answer.text).toContain('spend_cap_reached');
    expect(stand.handshakes).toEqual([]);
  });
});
