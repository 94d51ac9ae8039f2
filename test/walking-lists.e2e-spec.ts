import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../sandbox/index.js';
import type { Answer } from './support/http.js';
import { type RunningApp, startApp } from './support/start-app.js';

const { alice, carla, dieter } = AGENTS;
const listChats = '/livechat/agent/action/list_chats?all=true';
const asJson = { 'content-type': 'application/json' };

interface ChatsPage {
  readonly chats_summary: readonly { readonly id: string }[];
  readonly found_chats: number;
  readonly next_page_id?: string;
}

const pagesOf = ({ text }: Answer) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ChatsPage);
const idsIn = (pages: readonly ChatsPage[]) =>
  pages.flatMap(({ chats_summary: chats }) => chats.map(({ id }) => id));
const post = (body: object) => ({ method: 'POST', headers: asJson, body: JSON.stringify(body) }) as const;
const asked = (app: RunningApp) =>
  app.sandbox.requests.to('/v3.6/agent/action/list_').map(({ text }) => text);

async function startSignedIn() {
  const app = await startApp();
  return { app, browser: await app.signIn(alice.accountId) };
}

describe('every page of a list', () => {
  it('comes over one call, each chat once and in order', async () => {
    const { app, browser } = await startSignedIn();

    const answer = await browser.fetch(listChats, post({ limit: 10, sort_order: 'asc' }));
    const pages = pagesOf(answer);
    const ids = idsIn(pages);

    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
    expect(pages).toHaveLength(7);
    expect(new Set(ids).size).toBe(pages[0]?.found_chats);
    expect(ids).toEqual(
      idsIn(pagesOf(await browser.fetch(listChats, post({ limit: 100, sort_order: 'asc' })))),
    );
    expect(asked(app).slice(0, 2)).toEqual([
      '{"limit":10,"sort_order":"asc"}',
      JSON.stringify({ page_id: pages[0]?.next_page_id }),
    ]);
    expect(app.sandbox.requests.to('/v3.6/').map(({ query }) => query.size)).toEqual(Array(8).fill(0));
  });

  it('goes on from any of its lines', async () => {
    const { browser } = await startSignedIn();
    const whole = pagesOf(await browser.fetch(listChats, post({ limit: 10 })));

    const rest = pagesOf(await browser.fetch(listChats, post({ page_id: whole[3]?.next_page_id })));

    expect(rest.map(({ chats_summary: chats }) => chats)).toEqual(
      whole.slice(4).map(({ chats_summary: chats }) => chats),
    );
  });

  it.each([
    ['list_archives', { limit: 20 }, 4],
    ['list_threads', { limit: 1 }, 1],
  ])('comes of %s too', async (action, question, least) => {
    const { browser } = await startSignedIn();
    const [chat] = idsIn(pagesOf(await browser.fetch(listChats, post({ limit: 1 }))));
    const path = `/livechat/v3.5/agent/action/${action}?all=true`;
    const body = action === 'list_threads' ? { ...question, chat_id: chat } : question;

    const pages = pagesOf(await browser.fetch(path, post(body)));

    expect(pages.length).toBeGreaterThanOrEqual(least);
    expect(pages.map(({ next_page_id: next }) => next === undefined)).toEqual([
      ...Array<boolean>(pages.length - 1).fill(false),
      true,
    ]);
  });

  it('comes with tokens that end on the way', async () => {
    const { app, browser } = await startSignedIn();
    const held = app.sandbox.faults.hold({ on: 'api' });
    const walking = browser.fetch(listChats, post({ limit: 30 }));
    await held.arrived(1);
    held.release();
    app.sandbox.faults.expire(alice);

    expect(pagesOf(await walking)).toHaveLength(3);
    expect(app.sandbox.requests.ofGrant('refresh_token')).toHaveLength(1);
    expect(asked(app)).toHaveLength(4);
  });

  it('waits while LiveChat has too many requests, and breaks off when that does not end', async () => {
    const { app, browser } = await startSignedIn();
    const [begin] = pagesOf(await browser.fetch(listChats, post({ limit: 30 })));
    const held = app.sandbox.faults.hold({ on: 'api', times: 1 });
    const walking = browser.fetch(listChats, post({ limit: 30 }));
    await held.arrived(1);
    app.sandbox.faults.tooManyRequests({ on: 'api', times: 2, retryAfterSeconds: 20 });
    const startedAt = app.clock.now();
    held.release();

    const pages = pagesOf(await app.clock.advanceUntil(walking));

    expect(idsIn(pages).slice(0, 30)).toEqual(idsIn([begin!]));
    expect(pages).toHaveLength(3);
    expect(app.clock.now() - startedAt).toBeGreaterThanOrEqual(40_000);
  });

  it('is LiveChat’s own error when there is no first page', async () => {
    const { app, browser } = await startSignedIn();

    const answer = await browser.fetch(listChats, post({ page_id: 'no page' }));

    expect([answer.status, answer.json().error.type]).toEqual([400, 'validation']);
    expect(asked(app)).toHaveLength(1);
  });

  it('is never another organization’s', async () => {
    const app = await startApp();
    const [northwind, soehne] = [
      await app.signIn(carla.accountId, ORGANIZATIONS.northwind.id),
      await app.signIn(dieter.accountId, ORGANIZATIONS.soehne.id),
    ];

    const walks = await Promise.all(
      [northwind, soehne].map((browser) => browser.fetch(listChats, post({ limit: 7 }))),
    );

    const [one, other] = walks.map((answer) => new Set(idsIn(pagesOf(answer))));
    expect([...one!].filter((id) => other!.has(id))).toEqual([]);
    expect(one!.size + other!.size).toBeGreaterThan(100);
  });

  it('comes with one line in the log, and one call in the metrics', async () => {
    const { app, browser } = await startSignedIn();

    await browser.fetch(listChats, post({ limit: 10 }));
    const { text } = await app.call('/metrics');

    const lines = app.logLines
      .of('http.answered')
      .filter(({ path }) => String(path).startsWith('/livechat/'));
    expect(lines).toMatchObject([{ path: '/livechat/agent/action/list_chats', status: 200 }]);
    expect(text).toContain('livechat_app_gateway_calls_total{outcome="2xx"} 1\n');
    expect(text).toContain('livechat_app_gateway_answer_seconds_count 0\n');
  });
});
