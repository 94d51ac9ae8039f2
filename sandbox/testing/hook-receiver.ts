import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An app's webhook endpoint. Answers with the given statuses in turn, the last one for ever; `hang` never answers. */
export class HookReceiver {
  readonly bodies: Record<string, unknown>[] = [];

  private readonly waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async listen(answers: readonly (number | 'hang')[] = [200]): Promise<HookReceiver> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        receiver.receive(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>);
        const answer = answers[receiver.bodies.length - 1] ?? answers.at(-1) ?? 200;
        if (answer === 'hang') return;
        response.writeHead(answer);
        response.end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new HookReceiver(
      server,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    );
    return receiver;
  }

  /** Resolves when so many have arrived. */
  received(count: number): Promise<void> {
    if (this.bodies.length >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ count, resolve }));
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private receive(body: Record<string, unknown>): void {
    this.bodies.push(body);
    for (const { count, resolve } of this.waiting) if (this.bodies.length >= count) resolve();
  }
}
