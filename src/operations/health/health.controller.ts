import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { Readiness } from './readiness.js';

/** For load balancers and orchestrators: is the process alive, and may it have traffic. */
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Alive as long as it answers; a database that is away is no reason to kill the process. */
  @Get('live')
  @Header('cache-control', 'no-store')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.readiness.report();
    await reply
      .code(report.status === 'ok' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(report);
  }
}
