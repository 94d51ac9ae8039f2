import { type IncomingMessage, request } from 'node:http';
import { type ClientOptions, type RawData, WebSocket } from 'ws';

import { answerTo, bytesOf } from '../../src/livechat/testing/open-request.js';
import { until } from '../../src/livechat/testing/until.js';
import { closeAfterTest } from './opened.js';

interface SeenFrame {
  readonly text: string;
  readonly bytes: Buffer;
  readonly isBinary: boolean;
}

/** One end of a WebSocket, that remembers what it heard. */
export class RtmPeer {
  readonly frames: SeenFrame[] = [];
  readonly pings: string[] = [];
  ending: { code: number; reason: string } | undefined;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: RawData, isBinary: boolean) => {
      const bytes = data as Buffer;
      this.frames.push({ text: bytes.toString(), bytes, isBinary });
    });
    socket.on('ping', (data: Buffer) => this.pings.push(data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', (code: number, reason: Buffer) => {
      this.ending = { code, reason: reason.toString() };
    });
  }

  get texts(): string[] {
    return this.frames.map(({ text }) => text);
  }

  say(request: object): void {
    this.socket.send(JSON.stringify(request));
  }

  /** What it heard, once it is so much. */
  async heard(count: number): Promise<string[]> {
    await until(() => this.frames.length >= count);
    return this.texts;
  }

  /** The JSON of the last frame, once there are so many. */
  async heardJson(count: number): Promise<Record<string, unknown>> {
    return JSON.parse((await this.heard(count))[count - 1] ?? '') as Record<string, unknown>;
  }

  async ended(): Promise<RtmPeer['ending']> {
    await until(() => this.ending !== undefined);
    return this.ending;
  }
}

export const HANDSHAKE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version': '13',
};
const KEY = { authorization: 'Bearer northwind' };

/** One that is undefined takes away what is usually sent. */
type Headers = Readonly<Record<string, string | undefined>>;

interface Opening extends Omit<ClientOptions, 'headers'> {
  readonly protocols?: string[];
  readonly headers?: Headers;
}

/** A caller whose WebSocket has been accepted. */
export async function openRtm(
  url: string,
  { protocols, headers, ...options }: Opening = {},
): Promise<RtmPeer> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols, {
    perMessageDeflate: false,
    ...options,
    headers: sent({ ...KEY, ...headers }),
  });
  closeAfterTest(() => {
    socket.terminate();
  });
  const peer = new RtmPeer(socket);
  await until(() => socket.readyState !== WebSocket.CONNECTING);
  if (socket.readyState !== WebSocket.OPEN) throw new Error('The WebSocket was refused');
  return peer;
}

/** The answer to a handshake that is not accepted. */
export async function refusedRtm(
  url: string,
  headers: Headers = {},
): Promise<{ status: number | undefined; headers: IncomingMessage['headers']; text: string }> {
  const asking = request(url, { headers: sent({ ...KEY, ...HANDSHAKE, ...headers }), agent: false }).end();
  const answer = await answerTo(asking);
  return { status: answer.statusCode, headers: answer.headers, text: (await bytesOf(answer)).toString() };
}

function sent(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
