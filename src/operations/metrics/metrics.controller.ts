import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';

import { Metrics } from './metrics.js';
import { MetricsGuard } from './metrics.guard.js';

/** For Prometheus. */
@ApiTags('Metrics')
@Controller('metrics')
@UseGuards(MetricsGuard)
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Header('cache-control', 'no-store')
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'What this process counts, for Prometheus',
    description: 'In production with an operator key; elsewhere open.',
  })
  @ApiResponse({
    status: 200,
    description: 'Metrics in Prometheus’s text format.',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 401, description: 'In production: no good operator key.' })
  @ApiResponse({ status: 403, description: 'In production: a key of another role.' })
  show(): Promise<string> {
    return this.metrics.text();
  }
}
