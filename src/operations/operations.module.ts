import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';

import { AuthModule } from '../auth/index.js';
import { LiveChatModule } from '../livechat/index.js';
import { TokensModule } from '../tokens/index.js';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsGuard } from './metrics/metrics.guard.js';

/** What those who run this service look at. */
@Module({
  imports: [
    TerminusModule.forRoot({ logger: false }), // readiness is logged by us, when it changes
    AuthModule,
    TokensModule,
    LiveChatModule,
  ],
  controllers: [HealthController, MetricsController],
  providers: [Readiness, Metrics, MetricsGuard],
})
export class OperationsModule {}
