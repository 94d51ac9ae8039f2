import { describe, expect, it } from '@jest/globals';

import { configured } from './support/configured.js';
import { writeFromOutside } from './support/database.js';
import { call } from './support/http.js';
import { runCommand, startServer } from './support/server-process.js';

const LIMIT_MS = 2_000;
const DAY_MS = 86_400_000;

/** A server, an unbound key, and what the server says to a key that names no organization: 400 if it is good, else 401. */
async function serverWithKey() {
  const env = await configured();
  await startServer({ env }).hasPrinted('ready');
  const run = (...args: string[]) => runCommand(['keys', ...args], { env });
  const status = async (key: string): Promise<number> => {
    const headers = { authorization: `Bearer ${key}` };
    return (await call(`http://localhost:${env.PORT ?? ''}/auth/session`, { headers })).status;
  };
  const made = await run('create', '--role', 'caller', '--expires', '90d', '--allow', 'agent/action/list_*');
  const key = made.stdout.trim();
  return { env, run, status, key, id: key.split('_')[1] ?? '' };
}

describe('an API key that is rotated beside a running server', () => {
  it('works with both secrets for a day unless told, and without an overlap with the new one alone', async () => {
    const { env, run, status, key, id } = await serverWithKey();
    expect(await status(key)).toBe(400);

    const rotated = await run('rotate', id, '--json');
    const rotatedAt = performance.now();
    const second = JSON.parse(rotated.stdout) as { key: string; previousUntil: string };

    expect(second).toMatchObject({ id, role: 'caller', allow: ['agent/action/list_*'], revokedAt: null });
    expect(Math.abs(Date.parse(second.previousUntil) - DAY_MS - Date.now())).toBeLessThan(60_000);
    while ((await status(second.key)) === 401) expect(performance.now() - rotatedAt).toBeLessThan(LIMIT_MS);
    expect([await status(second.key), await status(key)]).toEqual([400, 400]);

    const rotatedAgain = await run('rotate', id, '--overlap', '0');
    const againAt = performance.now();
    while ((await status(second.key)) === 400) expect(performance.now() - againAt).toBeLessThan(LIMIT_MS);

    const third = rotatedAgain.stdout.trim();
    expect(third).toMatch(new RegExp(`^lcab_${id}_[\\w-]{43}$`));
    expect(await Promise.all([key, second.key, third].map(status))).toEqual([401, 401, 400]);
    expect((await run('list')).stdout).toMatch(
      / {2}good, expires \d{4}-\S+ {2}last used \d{4}-\S+ {2}only agent\/action\/list_\*\n$/,
    );

    await writeFromOutside(env, 'UPDATE auth_api_keys SET expires_at = 1');
    const endedAt = performance.now();
    while ((await status(third)) === 400) expect(performance.now() - endedAt).toBeLessThan(LIMIT_MS);
    expect(await status(third)).toBe(401);
  });
});

describe('an API key that is not there', () => {
  it('is not rotated, in a sentence', async () => {
    const env = await configured();

    const { exitCode, stdout, stderr } = await runCommand(['keys', 'rotate', '0123456789ab'], { env });

    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('There is no key 0123456789ab that is still good: see livechat-app keys list.');
  });
});
