import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { Callers } from '../../auth/index.js';
import { HttpConfig } from '../../foundation/index.js';

/** In production the numbers are for operators: they tell how many customers there are, and when they come. */
@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(
    private readonly callers: Callers,
    private readonly http: HttpConfig,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.http.isProduction) {
      await this.callers.requireOperator(context.switchToHttp().getRequest<FastifyRequest>());
    }
    return true;
  }
}
