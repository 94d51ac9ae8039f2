import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../sandbox/index.js';
import { startApp } from './support/start-app.js';

const { alice, dieter } = AGENTS;
const { northwind, soehne } = ORGANIZATIONS;
const asJson = { 'content-type': 'application/json' };
const listChats = { method: 'POST', headers: asJson, body: '{}' } as const;

describe('calling LiveChat', () => {
  it('answers a session with its own organization’s data', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);

    const answer = await browser.fetch('/livechat/agent/action/list_chats', listChats);

    expect(answer.status).toBe(200);
    expect(answer.json().chats_summary.length).toBeGreaterThan(0);
    const [seen] = app.sandbox.requests.to('/v3.6/agent/action/list_chats');
    expect(seen).toMatchObject({ organizationId: northwind.id, text: '{}' });
    expect(seen?.headers.cookie).toBeUndefined();
    expect(seen?.headers['x-region']).toBe('dal');
  });

  it('keeps a version in the path', async () => {
    const app = await startApp();
    const browser = await app.signIn();

    const answer = await browser.fetch('/livechat/v3.5/agent/action/list_chats', listChats);

    expect(answer.status).toBe(200);
    expect(answer.headers.legacy).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(app.sandbox.requests.last?.path).toBe('/v3.5/agent/action/list_chats');
  });

  it('answers a key bound to an organization, and an unbound one that names it', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    const bound = await app.createKey({ organizationId: northwind.id });
    const unbound = await app.createKey();
    const as = (key: string, more = {}) => ({
      ...listChats,
      headers: { ...asJson, authorization: `Bearer ${key}`, ...more },
    });

    const answers = await Promise.all([
      app.call('/livechat/agent/action/list_chats', as(bound)),
      app.call(
        '/livechat/agent/action/list_chats',
        as(unbound, { 'LiveChat-Organization-Id': northwind.id }),
      ),
      app.call('/livechat/agent/action/list_chats', as(unbound)),
      app.call('/livechat/agent/action/list_chats', as(bound, { 'LiveChat-Organization-Id': soehne.id })),
      app.call('/livechat/agent/action/list_chats', as(unbound, { 'LiveChat-Organization-Id': soehne.id })),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 409, 401]);
    expect(answers.slice(2).map((answer) => answer.json().error.data.reason)).toEqual([
      'tenant_required',
      'tenant_mismatch',
      'not_signed_in',
    ]);
    expect(app.sandbox.requests.to('/v3.6/')).toHaveLength(2);
  });

  it('tells a stranger in LiveChat’s words where to sign in', async () => {
    const app = await startApp();

    const answer = await app.call('/livechat/agent/action/list_chats', listChats);

    expect(answer.status).toBe(401);
    expect(answer.json()).toEqual({
      error: {
        type: 'authentication',
        message: expect.any(String),
        data: expect.objectContaining({ reason: 'not_signed_in' }),
      },
    });
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it('passes LiveChat’s own errors as they came', async () => {
    const app = await startApp();
    const browser = await app.signIn();

    const answer = await browser.fetch('/livechat/agent/action/get_chat', {
      ...listChats,
      body: '{"chat_id":"none"}',
    });

    expect(answer.json().error.type).toBe('not_found');
    expect(answer.headers['x-debug-id']).toBeDefined();
  });

  it('never mixes organizations, also when their calls run at once', async () => {
    const app = await startApp();
    const [northwindBrowser, soehneBrowser] = [
      await app.signIn(alice.accountId),
      await app.signIn(dieter.accountId),
    ];

    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 ? northwindBrowser : soehneBrowser).fetch(
          `/livechat/agent/action/_echo?n=${index}`,
          listChats,
        ),
      ),
    );

    for (const seen of app.sandbox.requests.to('/v3.6/agent/action/_echo')) {
      const isOdd = Number(seen.query.get('n')) % 2 === 1;
      expect(seen.organizationId).toBe(isOdd ? northwind.id : soehne.id);
    }
    expect(app.sandbox.requests.to('/v3.6/agent/action/_echo')).toHaveLength(40);
  });
});
