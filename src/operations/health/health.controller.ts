import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { healthReportSchema, liveSchema } from './health-report.schema.js';
import { Readiness } from './readiness.js';

/** For load balancers and orchestrators: is the process alive, and may it have traffic. */
@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Alive as long as it answers; a database that is away is no reason to kill the process. */
  @Get('live')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether the process is alive' })
  @ApiResponse({ status: 200, description: 'It is.', schema: liveSchema })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Whether the process may have traffic',
    description: 'The database, its migrations, the encryption keys, and LiveChat’s token endpoint.',
  })
  @ApiResponse({ status: 200, description: 'Every check is up.', schema: healthReportSchema })
  @ApiResponse({
    status: 503,
    description: 'A check is down, or the process is shutting down.',
    schema: healthReportSchema,
  })
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.readiness.report();
    await reply
      .code(report.status === 'ok' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(report);
  }
}
