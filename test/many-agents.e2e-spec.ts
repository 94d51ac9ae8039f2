import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../sandbox/index.js';
import type { Answer } from './support/http.js';
import { reconnectLinkTo } from './support/reconnect-link.js';
import { signInThroughSandbox } from './support/sign-in.js';
import { type RunningApp, startApp } from './support/start-app.js';

const { alice, bob, carla } = AGENTS;
const { northwind, soehne } = ORGANIZATIONS;
const path = '/livechat/agent/action/_echo';

const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
const reasonOf = (answer: Answer) => answer.json().error.data.reason;
const lostIn = (app: RunningApp) =>
  app.logLines
    .of('tokens.last_healthy_grant_died')
    .map(({ organizationId, accountId, cause }) => ({ organizationId, accountId, cause }));

/** The token that LiveChat saw last. */
const tokenSeen = (app: RunningApp) =>
  app.sandbox.requests.to('/v3.6/').at(-1)?.headers.authorization?.replace('Bearer ', '');

const tokenOf = (app: RunningApp, organization: string) =>
  app.sandbox.tokens.aliveAccessTokens({ account: carla, organization }).at(-1);

describe('an organization with many agents', () => {
  it('goes on through the next until the last is gone: that is told, once, with its cause', async () => {
    const app = await startApp();
    const ofAlice = await app.signIn(alice.accountId);
    const ofBob = await app.signIn(bob.accountId);
    await app.signIn(carla.accountId, soehne.id);
    const key = await app.createKey({ organizationId: northwind.id });

    app.sandbox.faults.revoke(alice);
    expect((await app.call(path, withKey(key))).status).toBe(200);
    expect(app.sandbox.requests.last).toMatchObject({ accountId: bob.accountId, status: 200 });
    expect(lostIn(app)).toEqual([]);

    app.sandbox.faults.revoke(bob);
    for (let call = 1; call <= 3; call += 1) {
      expect(reasonOf(await app.call(path, withKey(key)))).toBe('reauthorization_required');
      await ofBob.fetch(path);
      await ofAlice.fetch(path);
    }
    expect(lostIn(app)).toEqual([
      { organizationId: northwind.id, accountId: bob.accountId, cause: 'invalid_grant' },
    ]);
  });

  it('shows why a connection does not work, to programs and to people', async () => {
    const app = await startApp();
    const browser = await app.signIn(alice.accountId);
    expect((await browser.fetch('/auth/session')).json().grant).not.toHaveProperty('cause');
    app.sandbox.faults.revoke(alice);
    await browser.fetch(path);

    const { grant } = (await browser.fetch('/auth/session')).json();

    expect(grant).toMatchObject({
      health: 'reauthorization_required',
      cause: 'LiveChat no longer accepts this connection. (invalid_grant)',
      action: 'Sign in with LiveChat again.',
    });
    expect((await browser.go('/')).text).toContain(grant.cause);
  });

  it('is back when a colleague has opened a reconnect link', async () => {
    const app = await startApp();
    await app.signIn(alice.accountId);
    const key = await app.createKey({ organizationId: northwind.id });
    app.sandbox.faults.revoke(alice);
    await app.call(path, withKey(key));
    expect((await app.call(path, withKey(key))).status).toBe(401);

    const startAt = await reconnectLinkTo(app, northwind.id);
    await signInThroughSandbox(app.browser(), app.sandbox, { startAt, agent: bob });

    expect((await app.call(path, withKey(key))).status).toBe(200);
    expect(app.sandbox.requests.last).toMatchObject({ accountId: bob.accountId });

    app.sandbox.faults.revoke(bob);
    await app.call(path, withKey(key));
    expect(lostIn(app).map(({ accountId }) => accountId)).toEqual([alice.accountId, bob.accountId]);
  });
});

describe('one account in two organizations', () => {
  /** Carla works for both, in a browser and through a key of each. */
  async function startBoth() {
    const app = await startApp();
    const here = await app.signIn(carla.accountId, northwind.id);
    const there = await app.signIn(carla.accountId, soehne.id);
    const keyHere = await app.createKey({ organizationId: northwind.id });
    const keyThere = await app.createKey({ organizationId: soehne.id });
    const [tokenHere, tokenThere] = [tokenOf(app, northwind.id), tokenOf(app, soehne.id)];
    return { app, here, there, keyHere, keyThere, tokenHere, tokenThere };
  }

  it('acts in each with that one’s token, by session and by key', async () => {
    const { app, here, there, keyHere, keyThere, tokenHere, tokenThere } = await startBoth();
    const seen: (string | undefined)[] = [];

    for (const calling of [
      () => here.fetch(path),
      () => there.fetch(path),
      () => app.call(path, withKey(keyHere)),
      () => app.call(path, withKey(keyThere)),
    ]) {
      expect((await calling()).status).toBe(200);
      seen.push(tokenSeen(app));
    }

    expect(tokenHere).not.toBe(tokenThere);
    expect(seen).toEqual([tokenHere, tokenThere, tokenHere, tokenThere]);
  });

  it('is renewed, reconnected and replaced in one, and the other keeps its token', async () => {
    const { app, here, there, tokenHere, tokenThere } = await startBoth();
    app.sandbox.faults.expire({ account: carla, organization: northwind });
    expect((await here.fetch(path)).status).toBe(200);
    const renewed = tokenSeen(app);
    const startAt = await reconnectLinkTo(app, northwind.id);
    const again = app.browser();
    await signInThroughSandbox(again, app.sandbox, { startAt, agent: carla, organization: northwind });
    await again.fetch(path);
    const reconnected = tokenSeen(app) ?? '';
    await there.fetch(path);

    expect(new Set([tokenHere, renewed, reconnected]).size).toBe(3);
    expect(tokenSeen(app)).toBe(tokenThere);
    expect(tokenOf(app, northwind.id)).toBe(reconnected);
    expect(app.sandbox.tokens.alive(carla)).toEqual({ access: 2, refresh: 2 });
  });

  it('dies in one, and lives in the other: for its sessions, its keys and in the log', async () => {
    const { app, here, there, keyHere, keyThere, tokenThere } = await startBoth();
    app.sandbox.faults.revoke({ account: carla, organization: northwind });

    const dead = [await here.fetch(path), await app.call(path, withKey(keyHere))];
    const alive = [await there.fetch(path), await app.call(path, withKey(keyThere))];

    expect(dead.map(reasonOf)).toEqual(Array(2).fill('reauthorization_required'));
    expect(alive.map(({ status }) => status)).toEqual([200, 200]);
    expect(tokenSeen(app)).toBe(tokenThere);
    expect(lostIn(app)).toMatchObject([{ organizationId: northwind.id, accountId: carla.accountId }]);
  });

  it('disconnects from one, and stays in the other', async () => {
    const { app, here, there, keyHere, keyThere, tokenHere = '', tokenThere = '' } = await startBoth();

    expect((await here.fetch('/auth/livechat', { method: 'DELETE' })).status).toBe(204);

    const { tokens } = app.sandbox;
    expect([tokens.isAlive(tokenHere), tokens.isAlive(tokenThere)]).toEqual([false, true]);
    expect((await here.fetch('/auth/session')).status).toBe(401);
    expect((await app.call(path, withKey(keyHere))).status).toBe(401);
    expect((await there.fetch('/auth/session')).json().organizationId).toBe(soehne.id);
    expect((await app.call(path, withKey(keyThere))).status).toBe(200);
    expect(tokenSeen(app)).toBe(tokenThere);
  });

  it('cannot be talked into the other: a session or a key that names it gets 409, and LiveChat nothing', async () => {
    const { app, here, keyHere } = await startBoth();
    app.sandbox.requests.clear();
    const other = { 'LiveChat-Organization-Id': soehne.id, 'LiveChat-Account-Id': carla.accountId };

    const answers = [
      await here.fetch(path, { headers: other }),
      await app.call(path, { headers: { ...other, ...withKey(keyHere).headers } }),
    ];

    expect(answers.map((answer) => [answer.status, reasonOf(answer)])).toEqual(
      Array(2).fill([409, 'tenant_mismatch']),
    );
    expect(app.sandbox.requests.all).toEqual([]);
  });
});
