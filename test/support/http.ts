import { Agent, type Dispatcher, request } from 'undici';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests say what they expect of it
  json(): any;
}

export interface Call {
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer | AsyncIterable<Buffer>;
}

const connections = new Agent({ keepAliveTimeout: 100, connections: 500 });

/** One HTTP call that follows nothing and believes nothing. */
export async function call(url: string, { method = 'GET', headers, body }: Call = {}): Promise<Answer> {
  const answer = await request(url, {
    method,
    headers,
    body: body as Dispatcher.DispatchOptions['body'],
    dispatcher: connections,
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  const text = bytes.toString('utf8');
  return { status: answer.statusCode, headers: answer.headers, bytes, text, json: () => JSON.parse(text) };
}
