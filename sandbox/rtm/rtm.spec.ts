import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { WebSocket } from 'ws';

import { AGENTS, ORGANIZATIONS, type Sandbox, startSandbox } from '../index.js';
import { TestClock } from '../testing/test-clock.js';

const { alice, bob, dieter } = AGENTS;
const organizationId = ORGANIZATIONS.northwind.id;

type Message = Record<string, unknown> & { readonly payload: Record<string, unknown> };

let sandbox: Sandbox;
let clock: TestClock;
const open: WebSocket[] = [];

beforeEach(async () => {
  clock = new TestClock();
  sandbox = await startSandbox({ clock });
});

afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await sandbox.close();
});

/** A program that is connected, and reads one message after the other. */
class Program {
  private readonly messages: Message[] = [];
  private readonly waiting: ((message: Message) => void)[] = [];
  readonly closed: Promise<unknown[]>;

  private constructor(readonly socket: WebSocket) {
    this.closed = once(socket, 'close');
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Message;
      const next = this.waiting.shift();
      if (next) next(message);
      else this.messages.push(message);
    });
  }

  static async connect(path = `/v3.6/agent/rtm/ws?organization_id=${organizationId}`): Promise<Program> {
    const socket = new WebSocket(sandbox.url.replace('http', 'ws') + path);
    open.push(socket);
    const program = new Program(socket);
    await once(socket, 'open');
    return program;
  }

  static async loggedIn(agent: typeof alice | typeof bob, more = {}): Promise<Program> {
    const program = await Program.connect();
    const { accessToken } = sandbox.tokens.issueFor({ agent });
    await program.ask('login', { token: `Bearer ${accessToken}`, ...more });
    return program;
  }

  ask(action: string, payload?: object): Promise<Message> {
    this.socket.send(JSON.stringify({ request_id: 'r', action, payload }));
    return this.next();
  }

  next(): Promise<Message> {
    const message = this.messages.shift();
    return message ? Promise.resolve(message) : new Promise((resolve) => this.waiting.push(resolve));
  }
}

async function refusalOf(path: string, headers: Record<string, string> = {}): Promise<unknown> {
  const handshake = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-version': '13',
  };
  const asking = request(sandbox.url + path, { headers: { ...handshake, ...headers }, agent: false }).end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return [answer.statusCode, (JSON.parse(text) as { error: { type: string } }).error.type];
}

describe('RTM', () => {
  it('lets an agent log in, and says what the Web API says', async () => {
    const program = await Program.connect();
    const { accessToken } = sandbox.tokens.issueFor({ agent: alice });

    const login = await program.ask('login', { token: `Bearer ${accessToken}` });
    const chats = await program.ask('list_chats', { limit: 2 });

    expect(login).toMatchObject({
      request_id: 'r',
      action: 'login',
      type: 'response',
      success: true,
      payload: { my_profile: { id: alice.email }, license: { organization_id: organizationId } },
    });
    expect(chats.payload['chats_summary']).toHaveLength(2);
    expect(sandbox.requests.last).toMatchObject({ method: 'RTM', accountId: alice.accountId, status: 200 });
    expect(sandbox.rtm.connections).toBe(1);
  });

  it.each([
    ['a token that nobody was given', () => 'Bearer dal:unknown'],
    ['a token without its type', () => sandbox.tokens.issueFor({ agent: alice }).accessToken],
    [
      'another organization’s token',
      () => `Bearer ${sandbox.tokens.issueFor({ agent: dieter }).accessToken}`,
    ],
  ])('refuses a login with %s, and does not hang up', async (_what, token) => {
    const program = await Program.connect();

    const login = await program.ask('login', { token: token() });

    expect(login).toMatchObject({
      success: false,
      payload: { error: { type: 'authentication', message: 'Authentication error' } },
    });
    expect(await program.ask('ping')).toMatchObject({ action: 'ping', success: true });
  });

  it('answers nobody who has not logged in', async () => {
    const program = await Program.connect();

    expect(await program.ask('list_chats')).toMatchObject({
      success: false,
      payload: { error: { type: 'authentication' } },
    });
  });

  it('tells everybody in the organization of an event, and who asked for other pushes not', async () => {
    const [one, other, else_] = [
      await Program.loggedIn(alice),
      await Program.loggedIn(bob),
      await Program.loggedIn(bob, { pushes: { '3.6': ['incoming_chat'] } }),
    ];
    const { payload } = await one.ask('list_chats', { limit: 1 });
    const [chat] = payload['chats_summary'] as { id: string }[];

    one.socket.send(
      JSON.stringify({
        action: 'send_event',
        payload: {
          chat_id: chat?.id,
          event: { type: 'message', text: 'Hallo' },
          attach_to_last_thread: true,
        },
      }),
    );

    const push = {
      version: '3.6',
      type: 'push',
      action: 'incoming_event',
      payload: { chat_id: chat?.id, event: { text: 'Hallo', author_id: alice.email } },
    };
    expect(await one.next()).toMatchObject(push);
    expect(await one.next()).toMatchObject({ action: 'send_event', success: true });
    expect(await other.next()).toMatchObject(push);
    sandbox.rtm.push('incoming_chat', {}, ORGANIZATIONS.northwind);
    expect(await else_.next()).toMatchObject({ action: 'incoming_chat' });
  });

  it.each([
    [
      'expires',
      'access_token_expired',
      () => {
        sandbox.faults.expire(alice);
      },
    ],
    [
      'is revoked',
      'access_token_revoked',
      () => {
        sandbox.faults.revoke(alice);
      },
    ],
  ])('disconnects an agent whose token %s', async (_what, reason, end) => {
    const program = await Program.loggedIn(alice);

    end();

    expect(await program.next()).toMatchObject({
      action: 'agent_disconnected',
      type: 'push',
      payload: { reason },
    });
    await program.closed;
  });

  it('notices at the next frame that a token has run out, unless the session has a newer one', async () => {
    const [old, renewed] = [await Program.loggedIn(alice), await Program.loggedIn(bob)];
    clock.advance(20_000_000);
    const { accessToken } = sandbox.tokens.issueFor({ agent: bob });
    await renewed.ask('update_session', { token: `Bearer ${accessToken}` });
    clock.advance(10_000_000);

    expect(await old.ask('ping')).toMatchObject({ payload: { reason: 'access_token_expired' } });
    expect(await renewed.ask('list_chats')).toMatchObject({ success: true });
  });

  it('meets the faults of the API', async () => {
    const program = await Program.connect();
    const { accessToken } = sandbox.tokens.issueFor({ agent: alice });
    sandbox.faults.unauthorizedForEver({ on: 'api', times: 1 });

    const refused = await program.ask('login', { token: `Bearer ${accessToken}` });

    expect(refused).toMatchObject({ success: false, payload: { error: { type: 'authentication' } } });
    expect(await program.ask('login', { token: `Bearer ${accessToken}` })).toMatchObject({ success: true });
  });

  it('refuses handshakes as it refuses requests', async () => {
    expect(await refusalOf(`/v3.3/agent/rtm/ws?organization_id=${organizationId}`)).toEqual([
      400,
      'unsupported_version',
    ]);
    expect(await refusalOf('/v3.6/agent/rtm/ws')).toEqual([400, 'validation']);
    sandbox.faults.wrongRegion({ region: 'fra' });
    expect(await refusalOf(`/v3.6/agent/rtm/ws?organization_id=${organizationId}`)).toEqual([
      421,
      'misdirected_request',
    ]);
  });

  it('answers other requests to upgrade like any other', async () => {
    const answer = await refusalOf('/v3.6/agent/action/list_chats', { upgrade: 'h2c' });

    expect(answer).toEqual([401, 'authentication']);
  });

  it('shows frames on the control page without their tokens', async () => {
    const program = await Program.connect();
    const { accessToken } = sandbox.tokens.issueFor({ agent: alice });
    await program.ask('login', { token: `Bearer ${accessToken}` });

    const shown = await fetch(`${sandbox.url}/_sandbox/api/requests`).then((answer) => answer.text());

    expect(shown).toContain('"method":"RTM"');
    expect(shown).not.toContain(accessToken);
  });

  it('drops its connections when it goes offline', async () => {
    const program = await Program.loggedIn(alice);

    await sandbox.goOffline();

    await program.closed;
    expect(sandbox.rtm.connections).toBe(0);
  });
});
