import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';

import { TokensModule } from '../tokens/index.js';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';

/** What those who run this service look at. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), TokensModule], // readiness is logged by us, when it changes
  controllers: [HealthController],
  providers: [Readiness],
})
export class OperationsModule {}
