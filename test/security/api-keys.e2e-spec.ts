import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../sandbox/index.js';
import { ApiKeys } from '../../src/auth/index.js';
import { storedText } from '../support/database.js';
import { startApp } from '../support/start-app.js';

const { alice } = AGENTS;
const path = '/livechat/agent/action/_echo';

describe('an API key', () => {
  it.each([
    ['a changed secret', (key: string) => `${key.slice(0, -2)}${key.endsWith('AA') ? 'BB' : 'AA'}`],
    ['a secret cut short', (key: string) => key.slice(0, -1)],
    ['the id of another key', (key: string) => key.replace(/_[^_]+_/, '_000000000000_')],
    ['no secret', (key: string) => key.replace(/(_[^_]+_).*/, '$1')],
    ['another prefix', (key: string) => key.replace('lcab', 'lcxx')],
    ['nothing', () => ''],
  ])('is refused with %s', async (_what, change) => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    const key = await app.createKey({ organizationId: alice.organizationIds[0] });

    const answer = await app.call(path, { headers: { authorization: `Bearer ${change(key)}` } });

    expect(answer.status).toBe(401);
    expect(answer.json().error.type).toBe('authentication');
    expect(app.sandbox.requests.to('/v3.6/')).toEqual([]);
  });

  it('is refused beside a good cookie when it is wrong: the header decides alone', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);

    const answer = await browser.fetch(path, { headers: { authorization: 'Bearer lcab_nothing_at-all' } });

    expect(answer.status).toBe(401);
  });

  it('works no longer once it is revoked', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    const key = await app.createKey({ organizationId: alice.organizationIds[0] });
    const as = { headers: { authorization: `Bearer ${key}` } };
    expect((await app.call(path, as)).status).toBe(200);

    await app.app.get(ApiKeys).revoke(key.split('_')[1] ?? '');

    expect((await app.call(path, as)).status).toBe(401);
  });

  it('is stored only as a digest', async () => {
    const app = await startApp();
    const key = await app.createKey();
    await app.close();

    const text = await storedText(app.env);

    expect(text).toContain(key.split('_')[1]);
    expect(text).not.toContain(key.split('_').slice(2).join('_'));
  });

  it('of an operator calls no customer’s LiveChat', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    const key = await app.createKey({ role: 'operator' });

    const answer = await app.call(path, {
      headers: { authorization: `Bearer ${key}`, 'livechat-organization-id': alice.organizationIds[0] },
    });

    expect(answer.status).toBe(403);
    expect(app.sandbox.requests.to('/v3.6/')).toEqual([]);
  });

  it('with a list of actions calls nothing else at LiveChat', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    const key = await app.createKey({
      organizationId: alice.organizationIds[0],
      allow: ['agent/action/list_*', 'agent/action/_echo'],
    });
    app.sandbox.requests.clear();
    const as = { headers: { authorization: `Bearer ${key}` } };
    const allowed = [path, path.replace('/agent', '/v3.5/agent'), '/livechat/agent/action/list_chats'];
    const refused = [
      '/livechat/agent/action/get_chat',
      '/livechat/v3.6/agent/action/send_event',
      '/livechat/configuration/action/list_agents',
      '/livechat/agent/action/%5fecho',
    ];

    for (const target of allowed) expect([target, (await app.call(target, as)).status]).not.toContain(403);
    expect(app.sandbox.requests.all).toHaveLength(allowed.length);
    for (const target of refused) {
      const answer = await app.call(target, as);
      expect([target, answer.status, answer.json().error.data.reason]).toEqual([
        target,
        403,
        'forbidden_path',
      ]);
    }

    expect(app.sandbox.requests.all).toHaveLength(allowed.length);
  });
});
