import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** A caller's request that is still being written, on a connection of its own. */
export function openRequest(url: string, method: string, headers = {}): ClientRequest {
  const opened = request(url, {
    method,
    headers: { authorization: 'Bearer northwind', ...headers },
    agent: false,
  });
  return opened.on('error', () => undefined);
}

export async function answerTo(opened: ClientRequest): Promise<IncomingMessage> {
  const [answer] = (await once(opened, 'response')) as [IncomingMessage];
  return answer.on('error', () => undefined);
}

export async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function errorIn(answer: IncomingMessage): Promise<unknown> {
  return (JSON.parse((await bytesOf(answer)).toString()) as { error: unknown }).error;
}
