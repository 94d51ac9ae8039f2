import type { FastifyRequest } from 'fastify';
import type { RawData, WebSocket } from 'ws';

import type { Caller } from '../../../auth/index.js';
import type { Clock } from '../../../foundation/index.js';
import type { GrantRef } from '../../../tokens/index.js';
import { LoginRequest } from '../login/login-request.js';
import type { LoginServices } from '../login/login-services.js';
import { Logins } from '../login/logins.js';
import { Brake } from './brake.js';
import { CALLER_FAILED, type Ending, endingAfter, endWith, GOING_AWAY, LIVECHAT_FAILED } from './ending.js';
import { type Frame, frameOf } from './frame.js';
import { FrameFlow } from './frame-flow.js';
import { Heartbeat } from './heartbeat.js';
import { Steps } from './steps.js';

/** Who has closed by then has said all it had to say. */
const CLOSE_WITHIN_MS = 1_000;

/** Two open WebSockets, and on whose behalf. LiveChat's is not being read yet. */
export interface OpenedLink {
  /** The handshake: its credential is asked for again while the link is open. */
  readonly request: FastifyRequest;
  readonly caller: Caller;
  readonly callerSocket: WebSocket;
  readonly liveChatSocket: WebSocket;
}

/** The codes with which the two sides have closed. */
export interface CloseCodes {
  caller?: number;
  liveChat?: number;
}

/** A caller's WebSocket and LiveChat's: frames go both ways as they come, but for logins, which get their token here. */
export class RtmLink {
  private readonly callerSteps: Steps;
  private readonly toLiveChat: FrameFlow;
  private readonly toCaller: FrameFlow;
  private readonly brakes: readonly Brake[];
  private readonly beats: readonly Heartbeat[];
  private readonly logins: Logins;
  private readonly codes: CloseCodes = {};
  private stopWaiting: (() => void) | undefined;

  constructor(
    readonly opened: OpenedLink,
    services: LoginServices,
    private readonly clock: Clock,
    private readonly onClosed: (codes: CloseCodes) => void,
  ) {
    const { callerSocket, liveChatSocket, caller, request } = opened;
    const callerBrake = new Brake(callerSocket);
    const liveChatBrake = new Brake(liveChatSocket);
    this.brakes = [callerBrake, liveChatBrake];
    this.beats = [new Heartbeat(callerSocket), new Heartbeat(liveChatSocket)];
    this.callerSteps = new Steps(callerBrake);
    this.toLiveChat = new FrameFlow(liveChatSocket, callerBrake);
    this.toCaller = new FrameFlow(callerSocket, liveChatBrake);
    this.logins = new Logins(services, caller, {
      id: request.id,
      toLiveChat: (frame) => {
        this.toLiveChat.send(frame);
      },
      toCaller: (frame) => {
        this.toCaller.send(frame);
      },
    });
    this.listen();
    liveChatSocket.resume();
  }

  /** Whose token LiveChat was shown last. */
  get grant(): GrantRef {
    return this.logins.grant;
  }

  beat(): void {
    for (const side of this.beats) side.beat();
  }

  /** Closes both sides. One that does not close in turn loses its connection. */
  end(ending: Ending): void {
    const { callerSocket, liveChatSocket } = this.opened;
    this.close(callerSocket, ending);
    this.close(liveChatSocket, GOING_AWAY);
    this.stopWaiting ??= this.clock.after(CLOSE_WITHIN_MS, () => {
      callerSocket.terminate();
      liveChatSocket.terminate();
    });
  }

  private listen(): void {
    const { callerSocket, liveChatSocket } = this.opened;
    callerSocket
      .on('message', (data: RawData, isBinary: boolean) => {
        const frame = frameOf(data, isBinary);
        this.callerSteps.take(() => {
          this.fromCaller(frame);
        });
      })
      // LiveChat counts these too when it looks whether its client is still there.
      .on('ping', (data: Buffer) => {
        this.toLiveChat.ping(data);
      })
      .on('error', () => {
        this.close(liveChatSocket, CALLER_FAILED);
      })
      .on('close', (code: number, reason: Buffer) => {
        this.callerSteps.take(() => {
          this.close(liveChatSocket, endingAfter(code, reason, GOING_AWAY));
        });
        this.closed({ caller: code });
      });
    liveChatSocket
      .on('message', (data: RawData, isBinary: boolean) => {
        this.fromLiveChat(frameOf(data, isBinary));
      })
      .on('error', () => {
        this.close(callerSocket, LIVECHAT_FAILED);
      })
      .on('close', (code: number, reason: Buffer) => {
        this.logins.giveUp();
        this.close(callerSocket, endingAfter(code, reason, LIVECHAT_FAILED));
        this.closed({ liveChat: code });
      });
  }

  private fromCaller(frame: Frame): void {
    const login = LoginRequest.in(frame);
    if (login) void this.callerSteps.during(this.logins.send(login));
    else this.toLiveChat.send(frame);
  }

  private fromLiveChat(frame: Frame): void {
    const repeated = this.logins.repeatedAfter(frame);
    if (repeated) void this.callerSteps.during(repeated);
    else this.toCaller.send(frame);
  }

  private close(side: WebSocket, ending: Ending): void {
    for (const brake of this.brakes) brake.letGo();
    endWith(side, ending);
  }

  private closed(codes: CloseCodes): void {
    Object.assign(this.codes, codes);
    if (this.codes.caller === undefined || this.codes.liveChat === undefined) return;
    this.stopWaiting?.();
    this.onClosed(this.codes);
  }
}
