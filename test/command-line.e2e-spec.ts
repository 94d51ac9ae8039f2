import { describe, expect, it } from '@jest/globals';

import { configured } from './support/configured.js';
import { call } from './support/http.js';
import { runCommand, startServer } from './support/server-process.js';

describe('the command line beside a running server', () => {
  it('makes, lists and revokes keys that the server knows within two seconds', async () => {
    const env = await configured();
    const server = startServer({ env });
    await server.hasPrinted('ready');
    const as = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
    const session = (key: string) => call(`http://localhost:${env.PORT ?? ''}/auth/session`, as(key));

    const made = await runCommand(
      ['keys', 'create', '--role', 'caller', '--organization', 'acme', '--json'],
      { env },
    );
    const key = JSON.parse(made.stdout) as { id: string; key: string };
    expect(made.exitCode).toBe(0);
    expect((await session(key.key)).json().reason).toBe('not_signed_in');

    const listed = await runCommand(['keys', 'list', '--json'], { env });
    expect(JSON.parse(listed.stdout)).toEqual([
      expect.objectContaining({ id: key.id, role: 'caller', organizationId: 'acme', revokedAt: null }),
    ]);
    expect(listed.stdout).not.toContain(key.key.split('_')[2]);

    const revoked = await runCommand(['keys', 'revoke', key.id, '--json'], { env });
    expect([revoked.exitCode, JSON.parse(revoked.stdout)]).toEqual([0, { id: key.id, revoked: true }]);
  });

  it('takes the id out of a whole key, and repeats no secret', async () => {
    const env = await configured();
    const made = await runCommand(['keys', 'create', '--role', 'caller', '--json'], { env });
    const { id, key } = JSON.parse(made.stdout) as { id: string; key: string };

    const revoked = await runCommand(['keys', 'revoke', key], { env });
    const again = await runCommand(['keys', 'rotate', key], { env });

    expect([revoked.exitCode, revoked.stdout]).toEqual([0, `The key ${id} is revoked.\n`]);
    expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining(`There is no key ${id} `)]);
    expect(again.stderr).not.toContain(key);
  });

  it('says in one line that PostgreSQL cannot be reached, and not the password', async () => {
    const env = { ...(await configured()), DATABASE_URL: 'postgres://app:wrong-pw@127.0.0.1:9/app' };

    const { exitCode, stderr } = await runCommand(['keys', 'list'], { env });

    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'The database postgres://127.0.0.1:9/app cannot be used: nothing listens there. ' +
        'Check the host and the port in DATABASE_URL, and that the server runs.\n',
    );
  });

  it.each([
    ['an unknown command', ['keys', 'destroy'], 2],
    ['a missing role', ['keys', 'create'], 2],
    ['an unknown role', ['keys', 'create', '--role', 'admin'], 2],
    ['a name that would write its own lines', ['keys', 'create', '--role', 'caller', '--name', 'a\nb'], 2],
    ['an empty name', ['keys', 'create', '--role', 'caller', '--name', ''], 2],
    ['an organization that is none', ['keys', 'create', '--role', 'caller', '--organization', 'a b'], 2],
    ['a time that is none', ['keys', 'create', '--role', 'caller', '--expires', '90'], 2],
    ['a pattern that is none', ['keys', 'create', '--role', 'caller', '--allow', 'reports/*'], 2],
    ['a list for an operator', ['keys', 'create', '--role', 'operator', '--allow', 'agent/action/x'], 2],
    ['an overlap that is none', ['keys', 'rotate', 'nothing', '--overlap', '-1'], 2],
    ['a key that is not there', ['keys', 'revoke', 'nothing'], 1],
    ['help', ['--help'], 0],
    ['the version', ['--version'], 0],
  ])('ends with the right code for %s', async (_what, args, exitCode) => {
    const finished = await runCommand(args, { env: await configured() });

    expect(finished.exitCode).toBe(exitCode);
  });
});
