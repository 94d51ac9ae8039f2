import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../sandbox/index.js';
import { rowsFromOutside, writeFromOutside } from './support/database.js';
import type { Browser } from './support/browser.js';
import type { ManualClock } from './support/manual-clock.js';
import { installationIdOf, reconnectLinkTo } from './support/reconnect-link.js';
import { runCommand } from './support/server-process.js';
import { signInThroughSandbox } from './support/sign-in.js';
import { type RunningApp, startApp } from './support/start-app.js';

const { alice, bob, carla, dieter } = AGENTS;
const { northwind, soehne } = ORGANIZATIONS;
const path = '/livechat/agent/action/_echo';

/** A new link to Northwind, as an agent opens it. */
const linkTo = (app: RunningApp, organizationId: string = northwind.id): Promise<string> =>
  reconnectLinkTo(app, organizationId);

/** Opens the link and has gone as far as LiveChat's answer, which is not handed in yet. */
async function callbackOf(app: RunningApp, browser: Browser, link: string, agent: string): Promise<string> {
  const start = await browser.go(link);
  return app.sandbox.authorize(String(start.headers.location), { agent }).location;
}

async function writeBeside({ env, clock }: RunningApp<ManualClock>, statement: string): Promise<void> {
  await writeFromOutside(env, statement);
  await clock.advance(2_000);
}

async function startConnected() {
  const app = await startApp();
  const browser = await app.signIn(alice.accountId);
  const [accessToken = ''] = app.sandbox.tokens.aliveAccessTokens(alice);
  return { app, browser, accessToken, installationId: await installationIdOf(app, northwind.id) };
}

describe('a reconnect link', () => {
  it('made on the command line connects the same installation, and the old pair is revoked', async () => {
    const { app, accessToken, installationId } = await startConnected();
    const command = ['reconnect-link', '--organization', northwind.id];
    const made = await runCommand([...command, '--json'], { env: app.env });
    const { url, expiresAt } = JSON.parse(made.stdout) as { url: string; expiresAt: string };
    const browser = app.browser();

    const back = await signInThroughSandbox(browser, app.sandbox, { startAt: url, agent: alice });

    expect([made.exitCode, url.startsWith(`${app.url}/auth/livechat?reconnect=`)]).toEqual([0, true]);
    expect(Date.parse(expiresAt)).toBeGreaterThan(app.clock.now());
    expect([back.status, back.headers.location]).toEqual([302, '/']);
    expect(await installationIdOf(app, northwind.id)).toBe(installationId);
    expect((await browser.fetch(path)).status).toBe(200);
    expect(app.sandbox.requests.last).toMatchObject({ accountId: alice.accountId, status: 200 });
    expect(app.sandbox.tokens.isAlive(accessToken)).toBe(false);
    expect(app.sandbox.tokens.alive(alice)).toEqual({ access: 1, refresh: 1 });
  });

  it('asks LiveChat for its organization, and writes nothing before the answer', async () => {
    const { app } = await startConnected();
    app.sandbox.requests.clear();
    const stored = () => rowsFromOutside(app.env, 'SELECT * FROM auth_used_reconnect_links');

    const start = await app.browser().go(await linkTo(app));

    const asked = new URL(String(start.headers.location)).searchParams;
    expect([start.status, asked.get('organization_id')]).toEqual([302, northwind.id]);
    expect(app.sandbox.requests.all).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  it.each(['pending', 'uninstalled'])('brings an installation back that is %s', async (state) => {
    const { app, browser, installationId } = await startConnected();
    await browser.fetch('/auth/livechat', { method: 'DELETE' });
    await writeBeside(app, `UPDATE installations SET state = '${state}', generation = generation + 1`);
    const key = await app.createKey({ organizationId: northwind.id });
    const headers = { authorization: `Bearer ${key}` };
    expect((await app.call(path, { headers })).status).toBe(401);

    const colleague = app.browser();
    await signInThroughSandbox(colleague, app.sandbox, { startAt: await linkTo(app), agent: bob });

    expect((await app.call(path, { headers })).status).toBe(200);
    expect(app.sandbox.requests.last).toMatchObject({ accountId: bob.accountId });
    expect(await installationIdOf(app, northwind.id)).toBe(installationId);
    expect((await browser.fetch('/auth/session')).status).toBe(401);
  });

  it('refuses another organization: nothing is stored, the pair is revoked, the link stays good', async () => {
    const { app, installationId } = await startConnected();
    await app.signIn(carla.accountId, soehne.id);
    const [there = ''] = app.sandbox.tokens.aliveAccessTokens(carla);
    const link = await linkTo(app);
    const browser = app.browser();

    const page = await signInThroughSandbox(browser, app.sandbox, {
      startAt: link,
      agent: carla,
      organization: soehne,
    });

    expect(page.status).toBe(403);
    expect(page.text).toContain('auth.reconnect_other_organization');
    expect(page.text).toContain(`href="${link}"`);
    expect((await browser.fetch('/auth/session')).status).toBe(401);
    expect(app.sandbox.tokens.aliveAccessTokens(carla)).toEqual([there]);
    expect(app.sandbox.tokens.alive(carla)).toEqual({ access: 1, refresh: 1 });

    await signInThroughSandbox(browser, app.sandbox, {
      startAt: link,
      agent: carla,
      organization: northwind,
    });
    expect((await browser.fetch('/auth/session')).json().organizationId).toBe(northwind.id);
    expect(await installationIdOf(app, northwind.id)).toBe(installationId);
  });

  it('works once: the second time it is over, and LiveChat is not asked', async () => {
    const { app } = await startConnected();
    const link = await linkTo(app);
    await signInThroughSandbox(app.browser(), app.sandbox, { startAt: link, agent: alice });
    app.sandbox.requests.clear();

    const again = await app.browser().go(link);
    const program = await app.call(link);

    expect([again.status, again.text.includes('auth.reconnect_link_used')]).toEqual([410, true]);
    expect([program.status, program.json().reason]).toEqual([410, 'reconnect_link_used']);
    expect(app.sandbox.requests.all).toEqual([]);
  });

  it('lets one of two at once through, and revokes the pair of the other', async () => {
    const { app } = await startConnected();
    const link = await linkTo(app);
    const browsers = [app.browser(), app.browser()];
    const callbacks: string[] = [];
    for (const browser of browsers) callbacks.push(await callbackOf(app, browser, link, alice.accountId));

    const answers = await Promise.all(browsers.map((browser, n) => browser.go(callbacks[n] ?? '')));

    expect(answers.map(({ status }) => status).sort()).toEqual([302, 410]);
    expect(app.sandbox.tokens.alive(alice)).toEqual({ access: 1, refresh: 1 });
    const calls = await Promise.all(browsers.map((browser) => browser.fetch(path)));
    expect(calls.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('is not used up by an agent who denies, nor by a LiveChat that fails', async () => {
    const { app, accessToken } = await startConnected();
    const link = await linkTo(app);
    const browser = app.browser();
    const denied = await signInThroughSandbox(browser, app.sandbox, {
      startAt: link,
      agent: alice,
      deny: true,
    });
    app.sandbox.faults.serverError({ on: 'token', times: 1 });
    const failed = await signInThroughSandbox(browser, app.sandbox, { startAt: link, agent: alice });

    expect([denied.status, failed.status]).toEqual([403, 502]);
    expect([denied.text, failed.text].every((text) => text.includes(`href="${link}"`))).toBe(true);
    expect(app.sandbox.tokens.isAlive(accessToken)).toBe(true);

    await app.clock.advance(31_000);
    const back = await signInThroughSandbox(browser, app.sandbox, { startAt: link, agent: alice });
    expect(back.status).toBe(302);
  });

  it('that expires while the agent is at LiveChat connects nothing, and the pair is revoked', async () => {
    const { app, accessToken } = await startConnected();
    const link = await linkTo(app);
    await app.clock.jump(72 * 3_600_000 - 60_000);
    const browser = app.browser();
    const callback = await callbackOf(app, browser, link, bob.accountId);
    await app.clock.advance(60_000);

    const page = await browser.go(callback);

    expect([page.status, page.text.includes('auth.reconnect_link_expired')]).toEqual([410, true]);
    expect(app.sandbox.tokens.alive(bob)).toEqual({ access: 0, refresh: 0 });
    expect(app.sandbox.tokens.aliveRefreshTokens(alice)).toHaveLength(1);
    expect(app.sandbox.tokens.isAlive(accessToken)).toBe(false); // expired, not replaced
  });

  it('connects nothing when its installation is gone', async () => {
    const { app } = await startConnected();
    const link = await linkTo(app);
    await writeBeside(app, 'DELETE FROM installations');

    const page = await app.browser().go(link);

    expect([page.status, page.text.includes('auth.reconnect_installation_gone')]).toEqual([410, true]);
  });

  it('is in no log line, and no page it is on gives it to another', async () => {
    const app = await startApp({ env: { LOG_LEVEL: 'trace' } });
    await app.signIn(dieter.accountId);
    const link = await linkTo(app, soehne.id);
    const text = new URL(link, app.url).searchParams.get('reconnect') ?? '';
    const browser = app.browser();

    const answers = [
      await browser.go(link),
      await browser.go(`${link}x`),
      await browser.go(`${link}&reconnect=`),
    ];
    await signInThroughSandbox(browser, app.sandbox, { startAt: `${link}&confirmed=1`, agent: dieter });
    answers.push(await browser.go(link));

    expect(answers.map(({ status }) => status)).toEqual([302, 400, 400, 410]);
    for (const { headers } of answers) expect(headers['referrer-policy']).toBe('no-referrer');
    expect(text.length).toBeGreaterThan(100);
    expect(app.logs.join('\n')).not.toContain(text);
    expect(app.logLines.of('auth.signed_in')).toMatchObject([
      { purpose: 'sign-in' },
      { purpose: 'reconnect' },
    ]);
  });
});

describe('livechat-app reconnect-link', () => {
  it.each([
    ['no organization', [], 2],
    ['an organization that is none', ['--organization', 'a b'], 2],
    ['an organization where nobody ever signed in', ['--organization', soehne.id], 1],
  ])('ends with the right code for %s', async (_what, args, exitCode) => {
    const { app } = await startConnected();

    const finished = await runCommand(['reconnect-link', ...args], { env: app.env });

    expect([finished.exitCode, finished.stdout]).toEqual([exitCode, '']);
    expect(finished.stderr).not.toBe('');
  });

  it('says to a person what the link is and until when', async () => {
    const { app } = await startConnected();

    const { stdout } = await runCommand(['reconnect-link', '--organization', northwind.id], { env: app.env });

    expect(stdout).toMatch(
      /^http:\S+\/auth\/livechat\?reconnect=v1\.\S+\nIt works once, until 20\d\d-\S+Z\.\n$/,
    );
  });
});
