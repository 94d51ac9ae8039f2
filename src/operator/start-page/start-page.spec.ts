import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Script } from 'node:vm';

import { ManualClock } from '../../../test/support/manual-clock.js';
import { Callers } from '../../auth/index.js';
import { AppError, Clock, HttpConfig } from '../../foundation/index.js';
import { type GrantHealth, type GrantSummary, TokensService } from '../../tokens/index.js';
import { OperatorConfig } from '../operator.config.js';
import { connectedPageScript } from './connected-page.script.js';
import { StartPageController } from './start-page.controller.js';
import { StartPage } from './start-page.js';

const NOW = Date.UTC(2026, 10, 23, 6, 0, 0);
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const grant = { id: 'grant-1', organizationId: 'org-<1>', accountId: 'account-1' };

class Refused extends AppError {
  readonly code = 'auth.refused';
  readonly publicMessage = 'No.';

  constructor(readonly status: number) {
    super('refused');
  }
}

/** Says who calls and how the grant is, as the test wants it. */
class World {
  caller: () => unknown = () => undefined;
  summary: GrantSummary = {
    scopes: ['chats--all:ro'],
    health: 'ok',
    expiresAt: NOW + 8 * 3_600_000,
  };
}

let app: NestFastifyApplication;
let world: World;

async function start(sandboxUrl?: URL): Promise<void> {
  world = new World();
  const http = { publicUrl: new URL('https://app.example/') };
  const testing = await Test.createTestingModule({
    controllers: [StartPageController],
    providers: [
      StartPage,
      { provide: Callers, useValue: { identify: async () => Promise.resolve(world.caller()) } },
      { provide: TokensService, useValue: { summary: () => Promise.resolve(world.summary) } },
      { provide: Clock, useValue: new ManualClock(NOW) },
      { provide: HttpConfig, useValue: http },
      { provide: OperatorConfig, useValue: new OperatorConfig({ sandboxUrl }) },
    ],
  }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
}

interface Opened {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

async function open(headers: Record<string, string> = BROWSER): Promise<Opened> {
  const reply = await fetch(await app.getUrl(), { headers });
  return { status: reply.status, headers: reply.headers, body: await reply.text() };
}

function signIn(summary: Partial<GrantSummary> = {}): void {
  world.caller = () => ({ kind: 'session', grant });
  world.summary = { ...world.summary, ...summary };
}

beforeEach(() => start());
afterEach(() => app.close());

describe('the start page before sign-in', () => {
  it('offers to sign in with LiveChat', async () => {
    const page = await open();

    expect(page.status).toBe(200);
    expect(page.body).toContain('<a class="button" href="/auth/livechat">Sign in with LiveChat</a>');
    expect(page.body).not.toContain('data-example');
  });

  it('says nothing of a sandbox where there is none', async () => {
    expect((await open()).body).not.toMatch(/sandbox/i);
  });

  it('names the sandbox, and leads to its control page', async () => {
    await app.close();
    await start(new URL('http://localhost:3001/sandbox?a=1&b=2'));

    expect((await open()).body).toContain(
      '<a href="http://localhost:3001/sandbox?a=1&amp;b=2">open its control page</a>',
    );
  });

  it.each([401, 403, 409])('is shown for a session refused with %d', async (status) => {
    world.caller = () => {
      throw new Refused(status);
    };

    const page = await open();

    expect(page.status).toBe(200);
    expect(page.body).toContain('Sign in with LiveChat');
  });

  it('is shown to an API key, which has no browser session', async () => {
    world.caller = () => ({ kind: 'key', grant });

    expect((await open()).body).toContain('Sign in with LiveChat');
  });

  it('is not shown when sessions cannot be looked up: that is an error', async () => {
    world.caller = () => {
      throw new Refused(503);
    };

    expect((await open()).status).toBe(500);
  });
});

describe('the start page after sign-in', () => {
  it('names the organization and the account, escaped, and the scopes', async () => {
    signIn({ scopes: ['chats--all:ro', 'tags--all:ro'] });

    const { body } = await open();

    expect(body).toContain('<code>org-&lt;1&gt;</code>');
    expect(body).toContain('<code>account-1</code>');
    expect(body).toContain('<code>tags--all:ro</code>');
  });

  it('says when the access token expires, in words and exactly', async () => {
    signIn({ expiresAt: NOW + 90 * 60_000 });

    const { body } = await open();

    expect(body).toMatch(/Expires\s+in 1 hour 30 minutes/);
    expect(body).toContain('datetime="2026-11-23T07:30:00.000Z"');
    expect(body).toContain('2026-11-23 07:30:00 UTC');
  });

  it('says so when it has expired', async () => {
    signIn({ expiresAt: NOW - 3 * 60_000 });

    expect((await open()).body).toMatch(/Expired\s+3 minutes ago/);
  });

  it('calls what the scopes allow', async () => {
    signIn({ scopes: ['agents--all:ro'] });

    expect((await open()).body).toContain('data-path="/livechat/configuration/action/list_agents"');
  });

  it('shows how to do the same with curl and a key yet to be made', async () => {
    signIn();

    const { body } = await open();

    expect(body).toContain('https://app.example/livechat/agent/action/list_chats');
    expect(body).toContain('Authorization: Bearer &lt;your API key&gt;');
    expect(body).toContain('npx livechat-app keys create --role caller --organization org-&lt;1&gt;');
    expect(body).not.toContain('lcab_');
  });

  it('has a button to sign out and one to disconnect, and says what works without JavaScript', async () => {
    signIn();

    const { body } = await open();

    expect(body).toMatch(/<button[^>]*data-sign-out[^>]*>\s*Sign out/);
    expect(body).toMatch(/<button[^>]*data-disconnect[^>]*>\s*Disconnect LiveChat/);
    expect(body).toContain('<noscript>');
  });

  it('needs no reconnecting while all is well', async () => {
    signIn();

    expect((await open()).body).not.toContain('Reconnect LiveChat');
  });

  it.each<[GrantHealth, string | undefined]>([
    ['degraded', '/auth/livechat?organization_id=org-%3C1%3E'],
    ['reauthorization_required', '/auth/livechat?organization_id=org-%3C1%3E'],
    ['fix_configuration', undefined],
    ['license_expired', undefined],
    ['missing_scope', '/auth/livechat?organization_id=org-%3C1%3E&amp;prompt=consent'],
    ['account_suspended', '/auth/livechat?organization_id=org-%3C1%3E'],
    ['uninstalled', '/auth/livechat?organization_id=org-%3C1%3E'],
  ])('explains %s with its cause and action, and links to %s', async (health, reconnect) => {
    signIn({ health, cause: 'The <cause>.', action: 'The action.' });

    const { body } = await open();

    expect(body).toMatch(/The &lt;cause&gt;\.\s+The action\./);
    expect(/<a[^>]*href="([^"]*)"[^>]*>\s*Reconnect LiveChat/.exec(body)?.[1]).toBe(reconnect);
  });
});

describe('the answer', () => {
  it.each([
    ['a visitor', () => undefined],
    ['somebody signed in', () => ({ kind: 'session', grant })],
  ])('for %s is kept by nobody, and runs only what it came with', async (_who, caller) => {
    world.caller = caller;

    const { headers } = await open();

    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });

  it('for a program that asks for JSON says where to go', async () => {
    const answer = await open({ accept: 'application/json' });

    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(JSON.parse(answer.body)).toEqual({
      name: 'livechat-app-backend',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      signIn: 'https://app.example/auth/livechat',
      docs: 'https://app.example/docs',
    });
  });

  it('is the page for whoever asks for nothing in particular', async () => {
    expect((await open({ accept: '*/*' })).headers.get('content-type')).toContain('text/html');
  });
});

it('has a script that parses', () => {
  expect(() => new Script(connectedPageScript)).not.toThrow();
});
