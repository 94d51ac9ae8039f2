import { existsSync } from 'node:fs';

import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';

import { isSandboxMode, NO_SANDBOX_YET, sandboxEnvironment } from '../app/sandbox-mode.js';
import { SettingsModule } from '../app/settings.module.js';
import { environment, readSettings, type Settings } from '../app.config.js';
import { databaseSchema } from '../app.module.js';
import { ApiKeysModule, ReconnectLinksModule } from '../auth/index.js';
import {
  type DatabaseConfig,
  DatabaseModule,
  FoundationModule,
  Keyring,
  PinoLog,
  SystemClock,
} from '../foundation/index.js';
import { SpendLedgerModule } from '../livechat/index.js';
import { InstallationIdsModule, ResealingModule } from '../tokens/index.js';
import { tellPerson } from './tell-person.js';

@Module({})
class CommandModule {}

/** Gives a command the server's own services on the server's database, beside the running server. */
export async function withServices<T>(work: (services: INestApplicationContext) => Promise<T>): Promise<T> {
  const settings = commandSettings();
  tellIfNew(settings.database);
  const services = await open(settings);
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}

/** A command in the wrong folder would work on a database that no server uses. */
function tellIfNew({ place }: DatabaseConfig): void {
  if (place.engine === 'sqlite' && !place.isInMemory && !existsSync(place.path))
    tellPerson(`there was no database at ${place.path}, so a new one is made there`);
}

/** The settings the server would use, also in sandbox mode. */
export function commandSettings(): Settings {
  const given = environment();
  return readSettings(isSandboxMode(given) ? sandboxEnvironment(given, NO_SANDBOX_YET) : given);
}

function open(settings: Settings): Promise<INestApplicationContext> {
  // stdout is for the answer; what goes wrong goes to stderr.
  const log = new PinoLog({ level: 'warn', destination: pino.destination({ fd: 2, sync: true }) });
  const foundation = { clock: new SystemClock(), log, keyring: new Keyring(settings.encryptionKeys) };
  const module = {
    module: CommandModule,
    imports: [
      SettingsModule.forRoot(settings),
      FoundationModule.forRoot(foundation),
      DatabaseModule.forRoot(databaseSchema, { asServer: false }),
      ApiKeysModule,
      InstallationIdsModule,
      ReconnectLinksModule,
      ResealingModule,
      SpendLedgerModule,
    ],
  };
  return NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
}
