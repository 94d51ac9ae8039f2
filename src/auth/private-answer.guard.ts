import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** Keeps a route's answers, refusals too, out of caches, and its URL, which may hold a code, out of `Referer`. */
@Injectable()
export class PrivateAnswerGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    void reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    return true;
  }
}
