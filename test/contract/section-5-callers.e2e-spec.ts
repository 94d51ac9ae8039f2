import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../../sandbox/index.js';
import { writeFromOutside } from '../support/database.js';
import { runCommand } from '../support/server-process.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const { alice, bob, carla, dieter } = AGENTS;
const { northwind, soehne } = ORGANIZATIONS;
const path = '/livechat/agent/action/_echo';
const MINUTE = 60_000;

/** A call with a key, and whatever tenant it names. */
const withKey = (key: string, tenant: { organization?: string; account?: string } = {}) => ({
  headers: {
    authorization: `Bearer ${key}`,
    ...(tenant.organization !== undefined && { 'LiveChat-Organization-Id': tenant.organization }),
    ...(tenant.account !== undefined && { 'LiveChat-Account-Id': tenant.account }),
  },
});

const reasonOf = (answer: { json(): { error?: { data: { reason: string } }; reason?: string } }) =>
  answer.json().error?.data.reason ?? answer.json().reason;

const lastAccount = (app: RunningApp) => app.sandbox.requests.to('/v3.6/').at(-1)?.accountId;

describe('the tenant of a session', () => {
  it('is its own account: the headers may repeat it in any case, and name no other', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.signIn(bob.accountId);
    const as = (headers: Record<string, string>) => browser.fetch(path, { headers });

    const own = await as({
      'LiveChat-Organization-Id': northwind.id.toUpperCase(),
      'LiveChat-Account-Id': alice.accountId,
    });
    const colleague = await as({ 'LiveChat-Account-Id': bob.accountId });
    const elsewhere = await as({ 'LiveChat-Organization-Id': soehne.id });

    expect(own.status).toBe(200);
    expect([colleague.status, elsewhere.status]).toEqual([409, 409]);
    expect([reasonOf(colleague), reasonOf(elsewhere)]).toEqual(['tenant_mismatch', 'tenant_mismatch']);
  });

  it('never comes from path, query or body', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    await app.signIn(dieter.accountId);
    const unbound = await app.createKey();
    const query = `?organization_id=${soehne.id}&LiveChat-Organization-Id=${soehne.id}`;

    await browser.fetch(path + query, { method: 'POST', body: `{"organization_id":"${soehne.id}"}` });
    const keyed = await app.call(path + query, withKey(unbound));

    expect(app.sandbox.requests.to('/v3.6/').map(({ organizationId }) => organizationId)).toEqual([
      northwind.id,
    ]);
    expect([keyed.status, reasonOf(keyed)]).toEqual([400, 'tenant_required']);
  });
});

describe('the tenant of a key', () => {
  it('is the named account of its organization, and without a name the first that connected', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    await app.signIn(bob.accountId);
    const [bound, unbound] = [await app.createKey({ organizationId: northwind.id }), await app.createKey()];

    await app.call(path, withKey(bound));
    expect(lastAccount(app)).toBe(alice.accountId);
    await app.call(path, withKey(bound, { account: bob.accountId }));
    expect(lastAccount(app)).toBe(bob.accountId);
    await app.call(path, withKey(unbound, { organization: northwind.id, account: bob.accountId }));
    expect(lastAccount(app)).toBe(bob.accountId);
  });

  it('is nobody when the account did not connect, is not of the organization, or is no id at all', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    await app.signIn(dieter.accountId);
    const bound = await app.createKey({ organizationId: northwind.id });
    app.sandbox.requests.clear();

    for (const account of [bob.accountId, dieter.accountId, 'x', "' OR 1=1 --"]) {
      const answer = await app.call(path, withKey(bound, { account }));
      expect([answer.status, reasonOf(answer)]).toEqual([401, 'not_signed_in']);
    }
    const accountAlone = await app.call(path, withKey(await app.createKey(), { account: alice.accountId }));

    expect([accountAlone.status, reasonOf(accountAlone)]).toEqual([400, 'tenant_required']);
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it('is the same at /auth/session', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    const [bound, unbound] = [await app.createKey({ organizationId: northwind.id }), await app.createKey()];
    const session = '/auth/session';

    expect((await app.call(session, withKey(bound))).json()).toEqual({
      organizationId: northwind.id,
      accountId: alice.accountId,
      scopes: expect.any(Array),
      grant: { health: 'ok', expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) },
    });
    expect((await app.call(session, withKey(unbound))).status).toBe(400);
    expect((await app.call(session, withKey(bound, { organization: soehne.id }))).status).toBe(409);
    expect((await app.call(session, { ...withKey(bound), method: 'DELETE' })).status).toBe(403);
  });
});

describe('a default grant that died', () => {
  it('is left out for keys that name no account, until it is connected again', async () => {
    const app = await startApp();
    const ofAlice = await app.signIn(alice.accountId);
    await app.signIn(bob.accountId);
    const key = await app.createKey({ organizationId: northwind.id });
    app.sandbox.faults.revoke(alice);
    await ofAlice.fetch(path);

    expect((await app.call(path, withKey(key))).status).toBe(200);
    expect(lastAccount(app)).toBe(bob.accountId);

    await app.signIn(alice.accountId);
    await app.call(path, withKey(key));
    expect(lastAccount(app)).toBe(alice.accountId);
  });

  it('stays dead for its own sessions, and for keys that name its account', async () => {
    const app = await startApp();
    const ofAlice = await app.signIn(alice.accountId);
    await app.signIn(bob.accountId);
    const key = await app.createKey({ organizationId: northwind.id });
    app.sandbox.faults.revoke(alice);
    await ofAlice.fetch(path);

    const answers = [
      await ofAlice.fetch(path),
      await app.call(path, withKey(key, { account: alice.accountId })),
    ];

    expect(answers.map((answer) => [answer.status, reasonOf(answer)])).toEqual(
      Array(2).fill([401, 'reauthorization_required']),
    );
  });
});

describe('an account that disconnects', () => {
  it('loses every session there, and keeps its sessions in its other organization', async () => {
    const app = await startApp();
    const [here, alsoHere, there] = [
      await app.signIn(carla.accountId, northwind.id),
      await app.signIn(carla.accountId, northwind.id),
      await app.signIn(carla.accountId, soehne.id),
    ];

    expect((await here.fetch('/auth/livechat', { method: 'DELETE' })).status).toBe(204);

    expect([(await alsoHere.fetch(path)).status, (await there.fetch(path)).status]).toEqual([401, 200]);
    expect(app.sandbox.tokens.alive({ account: carla, organization: northwind }).refresh).toBe(0);
    expect(app.sandbox.tokens.alive({ account: carla, organization: soehne }).refresh).toBe(1);
  });

  it('does not get its old sessions back by signing in again', async () => {
    const app = await startApp();
    const old = await app.signIn(alice.accountId);
    await (await app.signIn(alice.accountId)).fetch('/auth/livechat', { method: 'DELETE' });

    const fresh = await app.signIn(alice.accountId);

    expect([(await fresh.fetch(path)).status, (await old.fetch(path)).status]).toEqual([200, 401]);
  });
});

describe('an uninstalled installation', () => {
  it('is 401 uninstalled for keys, 401 not_signed_in for its old sessions, within two seconds', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    const key = await app.createKey({ organizationId: northwind.id });
    expect((await app.call(path, withKey(key))).status).toBe(200);

    await writeFromOutside(
      app.env,
      "UPDATE installations SET state = 'uninstalled', generation = generation + 1",
    );
    await app.clock.advance(2_000);
    const [keyed, session] = [await app.call(path, withKey(key)), await browser.fetch(path)];

    expect([keyed.status, reasonOf(keyed)]).toEqual([401, 'uninstalled']);
    expect([session.status, reasonOf(session)]).toEqual([401, 'not_signed_in']);
    expect((await (await app.signIn(alice.accountId)).fetch(path)).status).toBe(200);
  });
});

describe('the command line beside a running server', () => {
  it('ends a key that has just answered, within two seconds', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    const { stdout } = await runCommand(
      ['keys', 'create', '--role', 'caller', '--organization', northwind.id, '--json'],
      { env: app.env },
    );
    const { id, key } = JSON.parse(stdout) as { id: string; key: string };
    await app.clock.advance(2_000);
    const before = await app.call(path, withKey(key));

    await runCommand(['keys', 'revoke', id], { env: app.env });
    await app.clock.advance(2_000);
    const after = await app.call(path, withKey(key));

    expect(before.status).toBe(200);
    expect([after.status, reasonOf(after)]).toEqual([401, 'not_signed_in']);
  });
});

describe('a session', () => {
  it('remembers over a restart that it was used, and ends a while after its last use', async () => {
    const app = await startApp({ env: { SESSION_IDLE_SECONDS: '3600' } });
    const browser = await app.signIn(alice.accountId);
    await app.clock.advance(40 * MINUTE);
    expect((await browser.fetch(path)).status).toBe(200);
    await app.close();

    const again = await startApp({ after: app });
    await again.clock.advance(40 * MINUTE);
    expect((await browser.fetch(path)).status).toBe(200);
    await again.clock.advance(61 * MINUTE);
    expect((await browser.fetch(path)).status).toBe(401);
  });

  it('ends at SESSION_MAX_SECONDS however busy it is', async () => {
    const app = await startApp({ env: { SESSION_IDLE_SECONDS: '3600', SESSION_MAX_SECONDS: '7200' } });
    const browser = await app.signIn(alice.accountId);
    for (let half = 1; half < 4; half += 1) {
      await app.clock.advance(30 * MINUTE);
      expect((await browser.fetch(path)).status).toBe(200);
    }

    await app.clock.advance(30 * MINUTE);

    expect((await browser.fetch(path)).status).toBe(401);
  });
});
