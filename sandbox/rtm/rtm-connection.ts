import type { IncomingMessage } from 'node:http';
import type { RawData, WebSocket } from 'ws';

import { ApiError } from '../api/api-error.js';
import type { ApiServer } from '../api/api-server.js';
import type { SandboxClock } from '../clock.js';
import type { FaultRegistry } from '../faults/fault-registry.js';
import { type Answer, jsonAnswer } from '../http/answer.js';
import { type Call, headerOf } from '../http/call.js';
import type { RecordedRequest } from '../requests/recorded-request.js';
import type { RequestLog } from '../requests/request-log.js';
import type { AccessRecord } from '../tokens/token-records.js';
import type { TokenStore } from '../tokens/token-store.js';
import type { World } from '../world/world.js';
import { loginPayload } from './login-payload.js';
import { pushOf, readRequest, responseTo, type RtmRequest } from './rtm-frames.js';
import type { RtmSubscriber } from './rtm-pushes.js';

export interface RtmSurroundings {
  readonly clock: SandboxClock;
  readonly tokens: TokenStore;
  readonly world: World;
  readonly requests: RequestLog;
  readonly faultRegistry: FaultRegistry;
  readonly api: ApiServer;
}

/** The connection's handshake. */
export interface RtmHandshake {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly version: string;
  readonly organizationId: string;
}

/** One WebSocket: an agent logs in, calls the Agent API's methods, and is told what happens. */
export class RtmConnection implements RtmSubscriber {
  private access: AccessRecord | undefined;
  private wanted: readonly string[] | undefined;
  private work = Promise.resolve();

  constructor(
    private readonly socket: WebSocket,
    private readonly handshake: RtmHandshake,
    private readonly around: RtmSurroundings,
  ) {
    socket.on('error', () => undefined);
    socket.on('message', (data: RawData) => {
      const text = (data as Buffer).toString();
      this.work = this.work.then(() => this.hear(text));
    });
  }

  get organizationId(): string | undefined {
    return this.access?.organizationId;
  }

  push(action: string, payload: unknown): void {
    if (this.wanted?.includes(action) === false && !this.wanted.includes('all')) return;
    this.socket.send(pushOf(this.handshake.version, action, payload));
  }

  checkToken(): void {
    const { access } = this;
    if (!access || this.around.tokens.findAccess(access.token)) return;
    const isExpired = access.expiresAt <= this.around.clock.now();
    this.disconnect(isExpired ? 'access_token_expired' : 'access_token_revoked');
  }

  drop(): void {
    this.socket.terminate();
  }

  private disconnect(reason: string): void {
    this.access = undefined;
    this.socket.send(pushOf(this.handshake.version, 'agent_disconnected', { reason }));
    this.socket.close(1000);
  }

  private async hear(text: string): Promise<void> {
    this.checkToken();
    const request = readRequest(text) ?? { action: '', payload: {} };
    const seen = this.record(text, request);
    const plan = this.around.faultRegistry.planFor(seen);
    const instead = await plan.before();
    const answer = instead ?? (await this.answer(request, seen));
    const last = instead === undefined ? ((await plan.after()) ?? answer) : answer;
    if (last.cut !== undefined) {
      this.drop();
      return;
    }
    seen.status = last.status;
    this.around.requests.changed(seen);
    this.socket.send(responseTo(request, last));
    if (request.action === 'logout') this.socket.close(1000);
  }

  private async answer(request: RtmRequest, seen: RecordedRequest): Promise<Answer> {
    try {
      return await this.run(request, seen);
    } catch (error) {
      return (error instanceof ApiError ? error : new ApiError('internal')).toAnswer();
    }
  }

  private async run(request: RtmRequest, seen: RecordedRequest): Promise<Answer> {
    switch (request.action) {
      case '':
        throw new ApiError('validation');
      case 'login':
        return this.logIn(request);
      case 'ping':
        return jsonAnswer(200, {});
    }
    if (!this.access) throw new ApiError('authentication');
    if (request.action === 'update_session') {
      this.access = this.accessIn(request);
      return jsonAnswer(200, {});
    }
    if (request.action === 'logout') return jsonAnswer(200, {});
    if (!/^[a-z]\w*$/.test(request.action) || request.action === 'upload_file')
      throw new ApiError('not_found');
    return this.around.api.answer(this.webCall(request, seen));
  }

  private logIn(request: RtmRequest): Answer {
    const access = this.accessIn(request);
    const data = this.around.world.of(access.organizationId);
    if (!data) throw new ApiError('authentication');
    this.access = access;
    const { pushes } = request.payload as { pushes?: Record<string, unknown> };
    const wanted = pushes?.[this.handshake.version];
    this.wanted = Array.isArray(wanted) ? wanted.map(String) : undefined;
    return jsonAnswer(200, loginPayload(data, access.accountId));
  }

  /** @throws ApiError when the token is not one that lives, or another organization's */
  private accessIn({ payload }: RtmRequest): AccessRecord {
    const access = this.around.tokens.findAccess(bearerIn(payload) ?? '');
    if (access?.organizationId !== this.handshake.organizationId) throw new ApiError('authentication');
    return access;
  }

  /** Frames are in the record too: the path is the connection's, the method `RTM`, the body the frame. */
  private record(text: string, { payload }: RtmRequest): RecordedRequest {
    const { requests, tokens } = this.around;
    const { path: url, request } = this.handshake;
    const region = headerOf(request.headers, 'x-region');
    const headers = region === undefined ? {} : { 'x-region': region };
    const seen = requests.open({ method: 'RTM', url, headers, rawHeaders: [] });
    const grant = this.access ?? tokens.findIssued(bearerIn(payload) ?? '');
    if (grant) seen.isFrom(grant);
    requests.keep(seen, Buffer.from(text));
    requests.record(seen);
    return seen;
  }

  private webCall({ action, payload }: RtmRequest, seen: RecordedRequest): Call {
    const { version, request } = this.handshake;
    return {
      method: 'POST',
      path: `/v${version}/agent/action/${action}`,
      query: new URLSearchParams(),
      headers: { authorization: `Bearer ${this.access?.token ?? ''}` },
      body: Buffer.from(JSON.stringify(payload)),
      isBodyTooLarge: false,
      raw: request,
      seen,
    };
  }
}

function bearerIn({ token }: RtmRequest['payload']): string | undefined {
  return typeof token === 'string' ? /^Bearer +(\S+)$/i.exec(token)?.[1] : undefined;
}
