import { type DynamicModule, Module } from '@nestjs/common';

import { Clock } from './clock/clock.js';
import { Keyring } from './encryption/keyring.js';
import { Log } from './logging/log.js';

/** What every room stands on. */
@Module({})
export class FoundationModule {
  static forRoot(parts: { clock: Clock; log: Log; keyring: Keyring }): DynamicModule {
    return {
      module: FoundationModule,
      global: true,
      providers: [
        { provide: Clock, useValue: parts.clock },
        { provide: Log, useValue: parts.log },
        { provide: Keyring, useValue: parts.keyring },
      ],
      exports: [Clock, Log, Keyring],
    };
  }
}
