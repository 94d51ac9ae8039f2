import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Req, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import 'reflect-metadata';

import { AGENTS, SANDBOX_CLIENT } from '../../sandbox/index.js';
import { SettingsModule } from '../../src/app/settings.module.js';
import { readSettings } from '../../src/app.config.js';
import { AuthModule, authEntities, authMigrations, CallerGuard, callerOf } from '../../src/auth/index.js';
import { DatabaseModule, FoundationModule, Keyring } from '../../src/foundation/index.js';
import {
  livechatEntities,
  livechatMigrations,
  LiveChatModule,
  LiveChatService,
} from '../../src/livechat/index.js';
import { tokensEntities, tokensMigrations, TokensModule } from '../../src/tokens/index.js';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { LogLines } from '../support/log-lines.js';
import { ManualClock } from '../support/manual-clock.js';
import { closeAfterTest } from '../support/opened.js';
import { signInThroughSandbox } from '../support/sign-in.js';
import { startSandboxForTest } from '../support/start-app.js';

/** Somebody’s own route, which calls LiveChat for whoever is signed in. */
@Controller('own')
class OwnController {
  constructor(private readonly livechat: LiveChatService) {}

  @Get('chats')
  @UseGuards(CallerGuard)
  async chats(@Req() request: FastifyRequest): Promise<{ found: number }> {
    const { grant } = callerOf(request);
    const { chats_summary: chats } = await this.livechat
      .as(grant)
      .agent<{ chats_summary: unknown[] }>('list_chats', { limit: 5 });
    return { found: chats.length };
  }
}

async function startSomebodysApp() {
  const clock = new ManualClock();
  const [sandbox, port] = [await startSandboxForTest(clock), await freePort()];
  const settings = readSettings({
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: 'sqlite::memory:',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 9).toString('base64')}`,
    LIVECHAT_CLIENT_ID: SANDBOX_CLIENT.id,
    LIVECHAT_CLIENT_SECRET: SANDBOX_CLIENT.secrets[0],
    LIVECHAT_ACCOUNTS_URL: sandbox.url,
    LIVECHAT_API_URL: sandbox.url,
  });
  const schema = {
    entities: [...tokensEntities, ...authEntities, ...livechatEntities],
    migrations: [...tokensMigrations, ...authMigrations, ...livechatMigrations],
  };
  @Module({
    imports: [
      SettingsModule.forRoot(settings),
      FoundationModule.forRoot({
        clock,
        log: new LogLines('info').log,
        keyring: new Keyring(settings.encryptionKeys),
      }),
      DatabaseModule.forRoot(schema, { asServer: true }),
      TokensModule,
      AuthModule,
      LiveChatModule,
    ],
    controllers: [OwnController],
  })
  class SomebodysModule {}
  const app = await NestFactory.create<NestFastifyApplication>(SomebodysModule, new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
  });
  await app.listen(port, '127.0.0.1');
  closeAfterTest(() => app.close());
  return { sandbox, clock, browser: new Browser(`http://127.0.0.1:${port}`) };
}

describe('somebody’s own NestJS application', () => {
  it('signs in, calls LiveChat from its own route, and gets a renewed token without noticing', async () => {
    const { sandbox, clock, browser } = await startSomebodysApp();
    expect((await signInThroughSandbox(browser, sandbox, { agent: AGENTS.alice })).status).toBe(302);

    const fresh = await browser.fetch('/own/chats');
    await clock.advance(9 * 3_600_000);
    const renewed = await browser.fetch('/own/chats');
    const gateway = await browser.fetch('/livechat/agent/action/_echo');

    for (const { json } of [fresh, renewed]) expect(json()).toEqual({ found: expect.any(Number) });
    expect(sandbox.requests.ofGrant('refresh_token')).toHaveLength(1);
    expect([fresh.status, renewed.status, gateway.status]).toEqual([200, 200, 200]);
  });
});
