import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';

import { ApiError } from '../api/api-error.js';
import type { SandboxBehavior } from '../behavior.js';
import type { Answer } from '../http/answer.js';
import { giveBack } from '../http/give-back.js';
import type { RecordedRequest } from '../requests/recorded-request.js';
import { RtmConnection, type RtmSurroundings } from './rtm-connection.js';
import type { RtmPushes } from './rtm-pushes.js';

const RTM_PATH = /^\/v(\d+(?:\.\d+)?)\/agent\/rtm\/ws$/;

interface Options extends RtmSurroundings {
  readonly behavior: SandboxBehavior;
  readonly pushes: RtmPushes;
}

/** LiveChat's Agent RTM API: `/v3.x/agent/rtm/ws?organization_id=…`. */
export class RtmServer {
  private readonly webSockets: WebSocketServer;

  constructor(private readonly options: Options) {
    this.webSockets = new WebSocketServer({ noServer: true, clientTracking: false });
    this.webSockets.on('headers', (lines) => lines.push(`x-debug-id: ${randomUUID()}`));
    options.tokens.watch(() => {
      options.pushes.checkTokens();
    });
  }

  listenOn(server: Server): void {
    // Node from 24.9 on asks which requests may upgrade; older versions hand over all of them.
    if ('shouldUpgradeCallback' in server) server.shouldUpgradeCallback = isForRtm;
    server.on('upgrade', (request, duplex, head) => {
      const socket = duplex as Socket;
      if (isForRtm(request)) void this.open(request, socket, head);
      else giveBack(server, request, socket, head);
    });
  }

  private async open(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const { requests, faultRegistry } = this.options;
    const { url = '', headers, rawHeaders } = request;
    const seen = requests.open({ method: 'GET', url, headers, rawHeaders });
    seen.isFrom({ organizationId: seen.query.get('organization_id') ?? undefined });
    requests.record(seen);
    const refusal = (await faultRegistry.planFor(seen).before()) ?? this.refusalOf(seen);
    if (refusal?.cut === undefined) seen.status = refusal?.status ?? 101;
    if (refusal) refuse(socket, refusal);
    else this.accept(request, socket, { head, seen });
    requests.changed(seen);
  }

  private refusalOf({ path, query }: RecordedRequest): Answer | undefined {
    const { supportedVersions } = this.options.behavior;
    if (!supportedVersions.includes(versionIn(path))) return new ApiError('unsupported_version').toAnswer();
    if (query.get('organization_id')) return undefined;
    return new ApiError('validation', { detail: 'organization_id is required' }).toAnswer();
  }

  private accept(
    request: IncomingMessage,
    socket: Socket,
    { head, seen }: { readonly head: Buffer; readonly seen: RecordedRequest },
  ): void {
    const { path, query } = seen;
    const organizationId = query.get('organization_id') ?? '';
    this.webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const handshake = { request, path, version: versionIn(path), organizationId };
      const remove = this.options.pushes.add(new RtmConnection(webSocket, handshake, this.options));
      webSocket.on('close', remove);
    });
  }
}

function isForRtm({ url = '', headers }: IncomingMessage): boolean {
  const [path = ''] = url.split('?');
  return RTM_PATH.test(path) && headers.upgrade?.toLowerCase() === 'websocket';
}

function versionIn(path: string): string {
  return RTM_PATH.exec(path)?.[1] ?? '';
}

/** An ordinary answer, on a connection that ends with it. */
function refuse(socket: Socket, { status, headers = {}, body = '', cut }: Answer): void {
  if (cut !== undefined) {
    socket.resetAndDestroy();
    return;
  }
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body.toString() : '';
  const lines = Object.entries({
    ...headers,
    'content-length': Buffer.byteLength(text),
    connection: 'close',
  });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.map(([name, value]) => `${name}: ${String(value)}\r\n`).join('')}\r\n${text}`,
  );
}
