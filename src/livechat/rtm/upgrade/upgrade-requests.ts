import { Injectable } from '@nestjs/common';
import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { giveBack } from './give-back.js';
import { isRtmHandshake } from './is-rtm-handshake.js';

/** The connection of a request that wants to become a WebSocket, and what was read behind its headers. */
export interface Upgrade {
  readonly socket: Socket;
  readonly head: Buffer;
}

type Route = (request: IncomingMessage, response: ServerResponse) => void;

/** Requests to upgrade: those for RTM are routed with their connection at hand, the others are answered like any other. */
@Injectable()
export class UpgradeRequests {
  private readonly waiting = new WeakMap<IncomingMessage, Upgrade>();

  /** @param route answers a request, as the server does with those that do not upgrade */
  listenOn(server: Server, route: Route): void {
    const isForOthers = (): boolean => server.listenerCount('upgrade') > 1;
    leaveTheRestAlone(server, (request) => isRtmHandshake(request) || isForOthers());
    server.on('upgrade', (request, duplex, head) => {
      if (!isRtmHandshake(request) && isForOthers()) return;
      const socket = duplex as Socket; // the published type allows for servers of other kinds
      socket.on('error', leave);
      afterEarlierAnswers(socket, () => {
        if (isRtmHandshake(request)) {
          this.waiting.set(request, { socket, head });
          route(request, answerOn(socket, request));
          return;
        }
        socket.off('error', leave);
        giveBack(server, request, socket, head);
      });
    });
  }

  /** The upgrade that a request asks for; undefined for a plain request. */
  of(request: IncomingMessage): Upgrade | undefined {
    return this.waiting.get(request);
  }
}

/**
 * Node from 24.9 on asks which requests may upgrade, and answers the others itself. It must be told: of those it hands over
 * it reads the body first, and `giveBack` could not.
 */
function leaveTheRestAlone(server: Server, mayUpgrade: (request: IncomingMessage) => boolean): void {
  if ('shouldUpgradeCallback' in server) server.shouldUpgradeCallback = mayUpgrade;
}

/**
 * The request may have been sent behind another one whose answer still has the connection. Never at once: the parser of
 * that connection is still at work.
 */
function afterEarlierAnswers(socket: Socket, goOn: () => void): void {
  setImmediate(() => {
    const { _httpMessage: earlier } = socket as { _httpMessage?: ServerResponse | null };
    if (socket.destroyed) return;
    if (!earlier) {
      goOn();
      return;
    }
    const stopServing = goOnServing(socket, earlier);
    earlier.once('close', () => {
      stopServing();
      afterEarlierAnswers(socket, goOn);
    });
  });
}

/** Node has taken its own listeners off the connection, but an answer still goes out there: it must not stand still for ever. */
function goOnServing(socket: Socket, answer: ServerResponse): () => void {
  const drained = (): void => {
    answer.emit('drain');
  };
  socket.on('drain', drained).on('timeout', leave);
  return () => {
    socket.off('drain', drained).off('timeout', leave);
  };
}

/** An answer like any other, for a handshake that is refused. Its connection ends with it. */
function answerOn(socket: Socket, request: IncomingMessage): ServerResponse {
  const answer = new ServerResponse(request);
  answer.shouldKeepAlive = false;
  answer.assignSocket(socket);
  return answer.once('finish', () => {
    socket.destroySoon();
  });
}

function leave(this: Socket): void {
  this.destroy();
}
