import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

import { closeAfterTest } from '../../../test/support/opened.js';

/** What the upstream got, as it got it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

type Answer = (response: ServerResponse, seen: SeenRequest) => void;

/** A real server in LiveChat's place, that says what a test tells it to. */
export class Upstream {
  readonly requests: SeenRequest[] = [];
  /** Set to see requests before their bodies are complete. */
  atOnce: RequestListener | undefined;
  private readonly answers: Answer[] = [];

  constructor(readonly server: Server) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get last(): SeenRequest | undefined {
    return this.requests.at(-1);
  }

  /** What to answer next, in order; the last one answers all that follows. */
  answersWith(...answers: Answer[]): void {
    this.answers.splice(0, this.answers.length, ...answers);
  }

  readonly listen: RequestListener = (request, response) => {
    if (this.atOnce) {
      this.atOnce(request, response);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen = seenOf(request, Buffer.concat(chunks));
      this.requests.push(seen);
      const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
      (answer ?? json(200, {}))(response, seen);
    });
  };
}

function seenOf(request: IncomingMessage, body: Buffer): SeenRequest {
  const { method = '', url = '', headers, rawHeaders } = request;
  return { method, url, headers, rawHeaders, body };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** An error in LiveChat's shape. */
export function refusal(status: number, type: string, data?: object): Answer {
  return json(status, { error: { type, message: `says ${type}`, data } });
}

export async function startUpstream(): Promise<Upstream> {
  const server = createServer();
  const upstream = new Upstream(server);
  server.on('request', upstream.listen);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeAfterTest(() => {
    server.closeAllConnections();
    server.close();
  });
  return upstream;
}
