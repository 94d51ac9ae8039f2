import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';

import { openRtm, RtmPeer } from '../../../test/support/rtm-peer.js';
import { RtmStand } from '../testing/rtm-stand.js';
import { startGateway } from '../testing/start-gateway.js';
import { until, untilStill } from '../testing/until.js';
import { HIGH_WATER_BYTES } from './link/frame-flow.js';

const path = '/livechat/v3.6/agent/rtm/ws';
const MIB = 1_048_576;

async function startLink(settings: Parameters<typeof startGateway>[0] = {}) {
  const gateway = await startGateway(settings);
  const stand = new RtmStand(gateway.upstream);
  const caller = await openRtm(gateway.url + path);
  return { gateway, caller, liveChat: stand.peer, stand };
}

describe('RTM, piping', () => {
  it('passes frames both ways, in order, byte for byte', async () => {
    const { caller, liveChat } = await startLink();
    const odd = [
      '{"action" :"ping"}',
      ' [1,2 ]',
      'logins \\u006c',
      '',
      '{"action":"list_chats","n":12345678901234567890}',
    ];

    for (const text of odd) caller.socket.send(text);
    for (const text of odd) liveChat.socket.send(text);

    expect(await liveChat.heard(odd.length)).toEqual(odd);
    expect(await caller.heard(odd.length)).toEqual(odd);
  });

  it('keeps text text and bytes bytes', async () => {
    const { caller, liveChat } = await startLink();
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, value) => value));

    caller.socket.send('Grüße');
    caller.socket.send(everyByte);
    caller.socket.send(Buffer.from('{"action":"list_chats"}'));
    liveChat.socket.send(everyByte);
    await liveChat.heard(3);
    await caller.heard(1);

    expect(liveChat.frames.map(({ isBinary }) => isBinary)).toEqual([false, true, true]);
    expect(liveChat.frames[1]?.bytes).toEqual(everyByte);
    expect(liveChat.texts[2]).toBe('{"action":"list_chats"}');
    expect(caller.frames[0]).toMatchObject({ bytes: everyByte, isBinary: true });
  });

  it('loses nothing that LiveChat says at once', async () => {
    const gateway = await startGateway();
    new RtmStand(gateway.upstream, { greeting: 'first' });

    const caller = await openRtm(gateway.url + path);

    expect(await caller.heard(1)).toEqual(['first']);
  });

  it.each([
    ['LiveChat', (caller: RtmPeer, liveChat: RtmPeer) => [liveChat, caller] as const],
    ['a caller', (caller: RtmPeer, liveChat: RtmPeer) => [caller, liveChat] as const],
  ])('lets %s that reads slowly slow the other side down', async (_who, sides) => {
    const { caller, liveChat } = await startLink();
    const [slow, fast] = sides(caller, liveChat);
    const piece = randomBytes(MIB / 4);
    const pieces = 160;
    slow.socket.pause();

    for (let sent = 0; sent < pieces; sent += 1) fast.socket.send(piece);
    const left = await untilStill(() => fast.socket.bufferedAmount);

    const passed = pieces * piece.length - left;
    expect(passed).toBeLessThan(24 * MIB); // what we hold, and what the kernel holds on two connections
    expect(passed).toBeGreaterThan(HIGH_WATER_BYTES);
    slow.socket.resume();
    await until(() => slow.frames.length === pieces);
    expect(slow.frames.every(({ bytes }) => bytes.equals(piece))).toBe(true);
  });

  it('passes a caller’s pings on, which LiveChat waits for, and answers them', async () => {
    const { caller, liveChat } = await startLink();
    const pongs: string[] = [];
    caller.socket.on('pong', (data: Buffer) => pongs.push(data.toString()));

    caller.socket.ping('still here');
    await until(() => pongs.length > 0 && liveChat.pings.length > 0);

    expect(pongs).toEqual(['still here']);
    expect(liveChat.pings).toEqual(['still here']);
  });

  it('takes no message over BODY_LIMIT_BYTES from a caller', async () => {
    const { caller, liveChat } = await startLink({ bodyLimitBytes: 1_000 });

    caller.socket.send('x'.repeat(1_000));
    caller.socket.send('y'.repeat(1_001));

    expect(await caller.ended()).toMatchObject({ code: 1009 });
    expect(await liveChat.ended()).toMatchObject({ code: 1011 });
    expect(liveChat.texts).toEqual(['x'.repeat(1_000)]);
  });

  it('takes no message over a mebibyte from a caller, and larger ones from LiveChat', async () => {
    const { caller, liveChat } = await startLink({ bodyLimitBytes: 4 * MIB });
    const large = 'x'.repeat(2 * MIB);

    liveChat.socket.send(large);
    expect(await caller.heard(1)).toEqual([large]);
    caller.socket.send('y'.repeat(MIB));
    caller.socket.send('z'.repeat(MIB + 1));

    expect(await caller.ended()).toMatchObject({ code: 1009 });
    expect(liveChat.texts).toEqual(['y'.repeat(MIB)]);
  });

  it('passes no message of LiveChat’s over BODY_LIMIT_BYTES on', async () => {
    const { caller, liveChat } = await startLink({ bodyLimitBytes: 1_000 });

    liveChat.socket.send('y'.repeat(1_001));

    expect(await caller.ended()).toMatchObject({ code: 1014 });
    expect(caller.frames).toEqual([]);
  });
});
