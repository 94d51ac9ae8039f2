import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';

import { leaveBodiesUnread } from '../../foundation/index.js';
import { Gateway } from './gateway.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']; // Fastify answers HEAD through GET
const PATHS = ['/livechat', '/livechat/*'];

/**
 * `/livechat/*`, in a scope of its own on the Fastify server.
 *
 * No body parser of the application reads the bytes there, whoever imports this module; and nothing of Nest's pipeline,
 * which has no part in a proxied call, is paid for. Errors go where all errors go.
 */
@Injectable()
export class GatewayRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly gateway: Gateway,
  ) {}

  onModuleInit(): void {
    const handler = (request: FastifyRequest, reply: FastifyReply): Promise<void> =>
      this.gateway.forward(request, reply);
    const server: FastifyInstance = this.host.httpAdapter.getInstance();
    // Node forgets the lines behind so many, a body's framing too. Their bytes are bounded anyway.
    server.server.maxHeadersCount = 0;
    void server.register((scope, _options, done) => {
      leaveBodiesUnread(scope);
      scope.addHook('onRequest', hideBodyType);
      for (const url of PATHS) scope.route({ method: METHODS, url, handler });
      done();
    });
  }
}

/**
 * Fastify refuses a `Content-Type` that it cannot parse (415), also where nobody parses bodies. LiveChat gets it from the
 * raw headers, byte for byte, and says itself what it makes of it.
 */
const hideBodyType: onRequestHookHandler = ({ headers }, _reply, done) => {
  if (headers['content-type'] !== undefined) headers['content-type'] = undefined;
  done();
};
