import { describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';

import { AGENTS, ORGANIZATIONS } from '../sandbox/index.js';
import { Keyring } from '../src/foundation/index.js';
import { statementsDuring } from '../src/tokens/testing/statements.js';
import { type RunningApp, startApp } from './support/start-app.js';

const { alice } = AGENTS;
const { northwind } = ORGANIZATIONS;
const listChats = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } as const;
const path = '/livechat/agent/action/list_chats';

type Caller = () => Promise<{ status: number }>;

/** Each way to call there is, by name. */
const CALLERS: Readonly<Record<string, (app: RunningApp) => Promise<Caller>>> = {
  'a session': async (app) => {
    const browser = await app.signIn(alice.accountId);
    return () => browser.fetch(path, listChats);
  },
  'a key of the organization': async (app) => {
    await app.signIn(alice.accountId);
    const authorization = `Bearer ${await app.createKey({ organizationId: northwind.id })}`;
    return () => app.call(path, { ...listChats, headers: { ...listChats.headers, authorization } });
  },
  'a key that names its tenant': async (app) => {
    await app.signIn(alice.accountId);
    const tenant = {
      'livechat-organization-id': northwind.id,
      'livechat-account-id': alice.accountId,
      authorization: `Bearer ${await app.createKey()}`,
    };
    return () => app.call(path, { ...listChats, headers: { ...listChats.headers, ...tenant } });
  },
};

describe('a warm call', () => {
  it.each(Object.keys(CALLERS))(
    'by %s asks the database nothing and opens nothing that is sealed',
    async (name) => {
      const app = await startApp();
      const call = await CALLERS[name]!(app);
      const opened = jest.spyOn(app.app.get(Keyring), 'open');
      const asked = async (times: number) => {
        opened.mockClear();
        const statements = await statementsDuring(app.app.get(DataSource), async () => {
          for (let time = 0; time < times; time += 1) expect((await call()).status).toBe(200);
        });
        return { statements, timesOpened: opened.mock.calls.length };
      };
      const cold = await asked(1);

      const warm = [await asked(20)];
      // PostgreSQL's word of what was just written comes when it comes, and has the next call look once more.
      while (warm.at(-1)!.statements.length > 0 && warm.length < 20) warm.push(await asked(20));

      expect(cold.statements.length).toBeGreaterThan(0); // or nothing was looked at
      expect(cold.timesOpened).toBeGreaterThan(0);
      expect(warm.at(-1)).toEqual({ statements: [], timesOpened: 0 });
      expect(app.sandbox.requests.to('/v3.6/')).toHaveLength(1 + 20 * warm.length);
    },
  );
});
