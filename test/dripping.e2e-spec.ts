import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

import { AGENTS } from '../sandbox/index.js';
import { type RunningApp, startApp } from './support/start-app.js';

const drip = '/livechat/agent/action/_drip';
const asEvents = `header=${encodeURIComponent('Content-Type: text/event-stream')}`;

/** A page that listens to events, and what LiveChat lets out to it. */
async function listen(app: RunningApp, id: string) {
  const { cookies } = await app.signIn(AGENTS.alice.accountId);
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const asking = get(`${app.url}${drip}?id=${id}&${asEvents}`, { headers: { cookie } });
  const source = app.sandbox.drips.of(id);
  source.write(': hello\n\n');
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return { source, answer: answer.setEncoding('utf8').on('error', () => undefined) };
}

const nextOf = async (answer: IncomingMessage): Promise<string> => {
  const [text] = (await once(answer, 'data')) as [string];
  return text;
};

describe('events that LiveChat sends one by one', () => {
  it('arrive one by one, each before the next exists', async () => {
    const app = await startApp();
    const { source, answer } = await listen(app, 'one-by-one');

    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'private' });
    expect(await nextOf(answer)).toBe(': hello\n\n');
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      source.write(event);
      expect(await nextOf(answer)).toBe(event);
    }
    source.end();
    await once(answer, 'end');
    expect(answer.complete).toBe(true);
  });

  it('end with an error when LiveChat breaks off', async () => {
    const app = await startApp();
    const { source, answer } = await listen(app, 'broken-off');
    expect(await nextOf(answer)).toBe(': hello\n\n');

    source.abort();
    await once(answer, 'error');

    expect(answer.complete).toBe(false);
    expect(app.logLines.of('gateway.upstream_failed')).toHaveLength(1);
  });

  it('end at LiveChat when the page is left', async () => {
    const app = await startApp();
    const { source, answer } = await listen(app, 'left');
    expect(await nextOf(answer)).toBe(': hello\n\n');

    answer.destroy();
    await source.closed;

    expect(app.logLines.of('gateway.upstream_failed')).toEqual([]);
  });
});
