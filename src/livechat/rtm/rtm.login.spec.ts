import { describe, expect, it } from '@jest/globals';

import { openRtm, type RtmPeer } from '../../../test/support/rtm-peer.js';
import { RenewalUnavailable } from '../../tokens/index.js';
import { NobodySignedIn } from '../testing/fake-callers.js';
import { RtmStand } from '../testing/rtm-stand.js';
import { startGateway } from '../testing/start-gateway.js';
import { until } from '../testing/until.js';

const path = '/livechat/v3.6/agent/rtm/ws';
const refused = {
  type: 'response',
  action: 'login',
  success: false,
  payload: { error: { type: 'authentication', message: 'Authentication error' } },
};
const accepted = { type: 'response', action: 'login', success: true, payload: { access: {} } };

async function startLink() {
  const gateway = await startGateway();
  const stand = new RtmStand(gateway.upstream);
  const caller = await openRtm(gateway.url + path);
  return { gateway, tokens: gateway.tokens, caller, liveChat: stand.peer };
}

const tokensShownTo = ({ texts }: RtmPeer): unknown[] =>
  texts.flatMap((text) => {
    const { payload } = JSON.parse(text) as { payload?: { token?: unknown } };
    return payload?.token === undefined ? [] : [payload.token];
  });

describe('RTM, logging in', () => {
  it.each([
    ['missing', {}],
    ['empty', { token: '' }],
    ['an API key of ours', { token: 'Bearer lcab_1_secret' }],
    ['of another type', { token: { a: 1 } }],
    ['spelled otherwise besides', { token: 'one', Token: 'two', TOKEN: 'three' }],
  ])('puts the token into a login whose token is %s', async (_what, given) => {
    const { caller, liveChat } = await startLink();

    caller.say({
      request_id: '1',
      action: 'login',
      payload: { ...given, timezone: 'Europe/Berlin', away: true },
    });

    expect(await liveChat.heardJson(1)).toEqual({
      request_id: '1',
      action: 'login',
      payload: { timezone: 'Europe/Berlin', away: true, token: 'Bearer dal:first' },
    });
  });

  it('finds a login without a payload, and one written in escapes', async () => {
    const { caller, liveChat } = await startLink();

    caller.socket.send('{"action":"login"}');
    caller.socket.send('{"action":"\\u006cogi\\u006e","payload":{"token":"lcab_1_secret"}}');
    await liveChat.heard(2);

    expect(tokensShownTo(liveChat)).toEqual(['Bearer dal:first', 'Bearer dal:first']);
  });

  it('puts the token into what replaces a session’s token', async () => {
    const { caller, liveChat } = await startLink();

    caller.say({ action: 'update_session', payload: { token: 'Bearer lcab_1_secret' } });
    await liveChat.heard(1);

    expect(tokensShownTo(liveChat)).toEqual(['Bearer dal:first']);
  });

  it('leaves alone what only mentions a login', async () => {
    const { caller, liveChat } = await startLink();
    const frames = ['{"action":"send_event","payload":{"text":"login"}}', '"login"', 'login', '["login"]'];

    for (const frame of frames) caller.socket.send(frame);

    expect(await liveChat.heard(frames.length)).toEqual(frames);
  });

  it('lets what follows a login wait for its token', async () => {
    const { caller, liveChat, tokens } = await startLink();
    let giveToken = (): void => undefined;
    tokens.asking = () => new Promise((resolve) => (giveToken = resolve));

    caller.say({ action: 'login', payload: {} });
    caller.say({ action: 'list_chats' });
    caller.say({ action: 'login', payload: { away: true } });
    caller.say({ action: 'get_chat' });
    await until(() => tokens.askedFor.length === 1);
    liveChat.socket.send('a push');
    await caller.heard(1);
    expect(liveChat.frames).toEqual([]);
    giveToken();
    await until(() => tokens.askedFor.length === 2);
    giveToken();

    const actions = (await liveChat.heard(4)).map((text) => (JSON.parse(text) as { action: string }).action);
    expect(actions).toEqual(['login', 'list_chats', 'login', 'get_chat']);
  });

  it('lets a caller close that has said all, and only then closes at LiveChat', async () => {
    const { caller, liveChat, tokens } = await startLink();
    let giveToken = (): void => undefined;
    tokens.asking = () => new Promise((resolve) => (giveToken = resolve));

    caller.say({ action: 'login', payload: {} });
    caller.say({ action: 'send_event' });
    caller.socket.close(1000);
    await caller.ended();
    giveToken();

    expect(await liveChat.ended()).toMatchObject({ code: 1000 });
    expect(liveChat.frames).toHaveLength(2);
  });

  it('renews a token that LiveChat refuses, and logs in once more: the caller sees the second answer only', async () => {
    const { caller, liveChat, tokens } = await startLink();

    caller.say({ request_id: 'r', action: 'login', payload: { away: true } });
    await liveChat.heard(1);
    liveChat.say({ ...refused, request_id: 'r' });
    const second = await liveChat.heardJson(2);
    liveChat.say({ ...accepted, request_id: 'r' });

    expect(await caller.heardJson(1)).toEqual({ ...accepted, request_id: 'r' });
    expect(caller.frames).toHaveLength(1);
    expect(second).toEqual({
      request_id: 'r',
      action: 'login',
      payload: { away: true, token: 'Bearer dal:renewed-1' },
    });
    expect(tokens.renewals).toEqual(['dal:first']);
    expect(tokens.observed).toEqual([{ accepted: 'dal:renewed-1' }]);
  });

  it('passes a second refusal on, and tells the tokens’ keeper', async () => {
    const { caller, liveChat, tokens } = await startLink();

    caller.say({ action: 'login' });
    await liveChat.heard(1);
    liveChat.say(refused);
    await liveChat.heard(2);
    liveChat.say(refused);

    expect(await caller.heardJson(1)).toEqual(refused);
    expect(liveChat.frames).toHaveLength(2);
    expect(tokens.observed).toEqual([{ rejectedAfterRenewal: 'dal:renewed-1' }]);
  });

  it('holds frames back while it renews', async () => {
    const { caller, liveChat, tokens } = await startLink();
    let renewed = (): void => undefined;
    tokens.renewing = () => new Promise((resolve) => (renewed = resolve));

    caller.say({ action: 'login' });
    await liveChat.heard(1);
    liveChat.say(refused);
    await until(() => tokens.renewals.length === 1);
    caller.say({ action: 'list_chats' });
    liveChat.socket.send('a push');
    await caller.heard(1);
    expect(liveChat.frames).toHaveLength(1);
    renewed();

    const actions = (await liveChat.heard(3)).map((text) => (JSON.parse(text) as { action: string }).action);
    expect(actions).toEqual(['login', 'login', 'list_chats']);
  });

  it('passes other answers on: of other requests, of other kinds, of other errors', async () => {
    const { caller, liveChat, tokens } = await startLink();
    const others = [
      { ...refused, request_id: 'another' },
      { ...refused, action: 'list_chats', request_id: 'r' },
      { ...refused, type: 'push', request_id: 'r' },
      {
        ...refused,
        request_id: 'r',
        payload: { error: { type: 'license_expired', message: 'License expired' } },
      },
    ];

    caller.say({ request_id: 'r', action: 'login' });
    await liveChat.heard(1);
    for (const other of others) liveChat.say(other);

    expect((await caller.heard(4)).map((text) => JSON.parse(text) as unknown)).toEqual(others);
    expect(tokens.renewals).toEqual([]);
    expect(tokens.observed).toEqual([{ errorType: 'license_expired' }]);
  });

  it('shows the caller the refusal when LiveChat closes before the second try', async () => {
    const { caller, liveChat, tokens } = await startLink();
    tokens.renewing = () => new Promise(() => undefined);

    caller.say({ action: 'login' });
    await liveChat.heard(1);
    liveChat.say(refused);
    await until(() => tokens.renewals.length === 1);
    liveChat.socket.close(4001, 'bye');

    expect(await caller.ended()).toEqual({ code: 4001, reason: 'bye' });
    expect(caller.texts.map((text) => JSON.parse(text) as unknown)).toEqual([refused]);
  });

  it('answers a login itself when there is no token to log in with, and the link goes on', async () => {
    const { gateway, caller, liveChat, tokens } = await startLink();
    tokens.asking = () => Promise.reject(new NobodySignedIn());

    caller.say({ request_id: 'r', action: 'login' });

    expect(await caller.heardJson(1)).toEqual({
      request_id: 'r',
      action: 'login',
      type: 'response',
      success: false,
      payload: {
        error: {
          type: 'authentication',
          message: 'Sign in first.',
          data: { reason: 'not_signed_in', reconnect_url: 'http://localhost/auth/livechat' },
        },
      },
    });
    expect(liveChat.frames).toEqual([]);
    tokens.asking = undefined;
    caller.say({ action: 'login' });
    await liveChat.heard(1);
    expect(tokensShownTo(liveChat)).toEqual(['Bearer dal:first']);
    expect(gateway.logLines.of('rtm.login_failed')).toMatchObject([{ reason: 'not_signed_in' }]);
  });

  it('says so when the token cannot be renewed now', async () => {
    const { caller, liveChat, tokens } = await startLink();
    tokens.renewing = () => Promise.reject(new RenewalUnavailable(1_000));

    caller.say({ action: 'login' });
    await liveChat.heard(1);
    liveChat.say(refused);

    expect(await caller.heardJson(1)).toMatchObject({
      success: false,
      payload: { error: { type: 'service_unavailable', data: { reason: 'renewal_unavailable' } } },
    });
    expect(liveChat.frames).toHaveLength(1);
  });

  it('writes no token, and nothing that was said, to the log', async () => {
    const { gateway, caller, liveChat } = await startLink();

    caller.say({
      action: 'login',
      payload: { token: 'Bearer lcab_1_secret', note: 'nobody else’s business' },
    });
    await liveChat.heard(1);
    liveChat.say({ ...accepted, payload: { note: 'nobody else’s business' } });
    await caller.heard(1);
    caller.socket.close(1000);
    await gateway.logLines.next('rtm.closed');

    expect(gateway.logLines.texts.join('')).not.toMatch(/dal:first|lcab_|business/);
  });
});
