import { describe, expect, it } from '@jest/globals';

import { HANDSHAKE, openRtm, type RtmPeer } from '../../../test/support/rtm-peer.js';
import { NobodySignedIn } from '../testing/fake-callers.js';
import { RawConnection } from '../testing/raw-connection.js';
import { RtmStand } from '../testing/rtm-stand.js';
import { startGateway } from '../testing/start-gateway.js';
import { until } from '../testing/until.js';
import { GatewayCounts } from '../gateway/gateway-counts.js';

const path = '/livechat/v3.6/agent/rtm/ws';

async function startLink() {
  const gateway = await startGateway();
  const stand = new RtmStand(gateway.upstream);
  const caller = await openRtm(gateway.url + path);
  return { gateway, counts: gateway.app.get(GatewayCounts), caller, liveChat: stand.peer, stand };
}

type Sides = (caller: RtmPeer, liveChat: RtmPeer) => readonly [first: RtmPeer, other: RtmPeer];
const callerFirst: Sides = (caller, liveChat) => [caller, liveChat];
const liveChatFirst: Sides = (caller, liveChat) => [liveChat, caller];

describe('RTM, how links end', () => {
  it.each([
    ['a caller', callerFirst, [1000, 'done'], { code: 1000, reason: 'done' }],
    ['LiveChat', liveChatFirst, [4007, 'Grüße'], { code: 4007, reason: 'Grüße' }],
    ['a caller that says no code', callerFirst, [], { code: 1005, reason: '' }],
    ['LiveChat without a code', liveChatFirst, [], { code: 1005, reason: '' }],
    ['LiveChat that restarts', liveChatFirst, [1012], { code: 1012, reason: '' }],
  ])('passes on how %s closes', async (_who, sides, [code, reason], heard) => {
    const { gateway, counts, caller, liveChat } = await startLink();
    const [first, other] = sides(caller, liveChat);

    first.socket.close(code as number | undefined, reason as string | undefined);

    expect(await other.ended()).toEqual(heard);
    await gateway.logLines.next('rtm.closed');
    expect(counts.openLinks).toBe(0);
  });

  it('tells LiveChat that a caller is gone, and a caller that LiveChat is', async () => {
    const one = await startLink();
    one.caller.socket.terminate();
    expect(await one.liveChat.ended()).toMatchObject({ code: 1001 });

    const two = await startLink();
    two.liveChat.socket.terminate();
    expect(await two.caller.ended()).toMatchObject({ code: 1014 });
  });

  it('closes at LiveChat with 1011 when a caller breaks the protocol', async () => {
    const gateway = await startGateway();
    const stand = new RtmStand(gateway.upstream);
    const connection = await RawConnection.to(gateway.port);
    const headers = Object.entries({ ...HANDSHAKE, host: 'x', authorization: 'Bearer northwind' });
    connection.send(
      `GET ${path} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    );
    await connection.until(/\r\n\r\n/);

    connection.send('\xff\xff\xff\xff');

    expect(await stand.peer.ended()).toMatchObject({ code: 1011 });
  });

  it('closes at the caller with 1014 when LiveChat breaks the protocol', async () => {
    const { caller, liveChat } = await startLink();
    const { _socket: socket } = liveChat.socket as unknown as { _socket: { write(bytes: Buffer): void } };

    socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));

    expect(await caller.ended()).toMatchObject({ code: 1014 });
  });

  it('says in the log that a link was opened and how it was closed', async () => {
    const { gateway, caller } = await startLink();
    await gateway.clock.advance(500);

    caller.socket.close(1000, 'not for the log');
    await gateway.logLines.next('rtm.closed');

    const [opened] = gateway.logLines.of('rtm.opened');
    expect(opened).toMatchObject({ callerKind: 'key', organizationId: 'northwind' });
    expect(gateway.logLines.of('rtm.closed')).toMatchObject([
      { requestId: opened?.requestId, callerCode: 1000, liveChatCode: 1000, ms: 500 },
    ]);
    expect(gateway.logLines.texts.join()).not.toContain('not for the log');
  });

  it('ends within two seconds when the caller may not have it any more', async () => {
    const { gateway, caller, liveChat } = await startLink();
    await gateway.clock.advance(10_000);
    expect(caller.ending).toBeUndefined();

    gateway.callers.revoked.add('northwind');
    await gateway.clock.advance(1_000);

    expect(await caller.ended()).toMatchObject({ code: 1008 });
    expect(await liveChat.ended()).toMatchObject({ code: 1001 });
  });

  it('cuts off a caller that does not close in turn', async () => {
    const { gateway, counts, caller, liveChat } = await startLink();
    caller.socket.pause();

    gateway.callers.revoked.add('northwind');
    await gateway.clock.advance(1_000);
    await liveChat.ended();
    expect(counts.openLinks).toBe(1);
    await gateway.clock.advance(1_000);

    await gateway.logLines.next('rtm.closed');
    expect(counts.openLinks).toBe(0);
  });

  it('ends only the links of who may not have them any more', async () => {
    const { gateway, caller } = await startLink();
    const other = await openRtm(gateway.url + path, { headers: { authorization: 'Bearer soehne' } });

    gateway.callers.revoked.add('northwind');
    await gateway.clock.advance(3_000);

    await caller.ended();
    expect(other.ending).toBeUndefined();
    expect(gateway.app.get(GatewayCounts).openLinks).toBe(1);
  });

  it('ends when the server stops, which does not wait for it', async () => {
    const { gateway, caller, liveChat } = await startLink();

    await gateway.app.close();

    expect(await caller.ended()).toMatchObject({ code: 1001, reason: 'This server is stopping.' });
    expect(await liveChat.ended()).toMatchObject({ code: 1001 });
  });

  it('asks both sides every half minute whether they are there', async () => {
    const { gateway, caller, liveChat } = await startLink();

    await gateway.clock.advance(30_000);

    await until(() => caller.pings.length === 1 && liveChat.pings.length === 1);
  });

  it.each([
    ['a caller', callerFirst, 1001],
    ['LiveChat', liveChatFirst, 1014],
  ])('ends when %s has not answered two of these questions', async (_who, sides, code) => {
    const { gateway, caller, liveChat } = await startLink();
    const [silent, other] = sides(caller, liveChat);
    silent.socket.pause();

    for (let beat = 0; beat < 2; beat += 1) {
      await gateway.clock.advance(30_000);
      await until(() => other.pings.length > beat);
    }
    expect(other.ending).toBeUndefined();
    await gateway.clock.advance(30_000);

    expect(await other.ended()).toMatchObject({ code });
  });

  it('ends when the grant it logged in with is gone', async () => {
    const { gateway, caller, liveChat } = await startLink();
    gateway.tokens.asking = () => Promise.reject(new NobodySignedIn());
    gateway.tokens.summary = () => Promise.reject(new NobodySignedIn());

    await gateway.clock.advance(1_000);

    expect(await caller.ended()).toMatchObject({ code: 1008 });
    expect(await liveChat.ended()).toMatchObject({ code: 1001 });
  });

  it('keeps those who answer', async () => {
    const { gateway, caller, liveChat } = await startLink();

    for (let beat = 1; beat <= 4; beat += 1) {
      await gateway.clock.advance(30_000);
      await until(() => caller.pings.length === beat && liveChat.pings.length === beat);
    }
    caller.socket.send('still here');

    expect(await liveChat.heard(1)).toEqual(['still here']);
  });

  /** What calls cost is written every few seconds, link or no link. */
  const ALWAYS = 1;

  it('leaves nothing behind that watches', async () => {
    const { gateway, caller } = await startLink();
    const watching = gateway.clock.waiting;

    caller.socket.close();
    await gateway.logLines.next('rtm.closed');

    expect(watching).toBe(2 + ALWAYS);
    expect(gateway.clock.waiting).toBe(ALWAYS);
  });
});
