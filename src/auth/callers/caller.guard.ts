import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { rememberCaller } from './caller.js';
import { Callers } from './callers.js';

/** Lets in whoever may call LiveChat; the handler reads who with `callerOf(request)`. */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(private readonly callers: Callers) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    rememberCaller(request, await this.callers.require(request));
    return true;
  }
}
