import { describe, expect, it } from '@jest/globals';

import { openRtm } from '../../../test/support/rtm-peer.js';
import { RtmStand } from '../testing/rtm-stand.js';
import { startGateway } from '../testing/start-gateway.js';

const path = '/livechat/v3.6/agent/rtm/ws';

async function startLink() {
  const gateway = await startGateway();
  const stand = new RtmStand(gateway.upstream);
  const caller = await openRtm(gateway.url + path);
  return { caller, liveChat: stand.peer };
}

const deep = '['.repeat(100_000) + ']'.repeat(100_000);

describe('RTM, an odd login', () => {
  it.each([
    ['Action', '{"Action":"login","payload":{"token":"lcab_1_secret"}}'],
    ['another action besides', '{"action":"ping","ACTION":"login","payload":{"token":"lcab_1_secret"}}'],
    ['two payloads', '{"action":"login","payload":{},"Payload":{"token":"lcab_1_secret"}}'],
    ['bytes', Buffer.from('{"action":"login","payload":{"token":"lcab_1_secret"}}')],
  ])('sends no token of the caller’s in what could be taken for a login: %s', async (_what, frame) => {
    const { caller, liveChat } = await startLink();

    caller.socket.send(frame);

    const [sent = ''] = await liveChat.heard(1);
    expect(JSON.parse(sent)).toEqual({ action: 'login', payload: { token: 'Bearer dal:first' } });
  });

  it.each([
    ['request id', `{"request_id":${deep},"action":"login","payload":{}}`, undefined],
    ['payload', `{"request_id":"r","action":"login","payload":{"customer":${deep}}}`, 'r'],
    ['neighbor', `{"request_id":"r","action":"login","payload":{},"x":${deep}}`, 'r'],
  ])(
    'refuses a login whose %s is nested too deeply to be written, and the link goes on',
    async (_what, text, id) => {
      const { caller, liveChat } = await startLink();

      caller.socket.send(text);

      expect(await caller.heardJson(1)).toEqual({
        request_id: id,
        action: 'login',
        type: 'response',
        success: false,
        payload: { error: expect.objectContaining({ type: 'validation', data: { reason: 'invalid_body' } }) },
      });
      expect(liveChat.frames).toEqual([]);
      caller.say({ action: 'login' });
      expect(await liveChat.heardJson(1)).toEqual({
        action: 'login',
        payload: { token: 'Bearer dal:first' },
      });
    },
  );
});
