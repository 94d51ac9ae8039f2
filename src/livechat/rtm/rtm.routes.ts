import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { leaveBodiesUnread } from '../../foundation/index.js';
import { Gateway } from '../gateway/gateway.js';
import { RtmGateway } from './rtm-gateway.js';
import { UpgradeRequests } from './upgrade/upgrade-requests.js';

const PATHS = ['/livechat/agent/rtm/ws', '/livechat/:version/agent/rtm/ws'];

/**
 * LiveChat's Agent RTM API at its own path under `/livechat`.
 *
 * A handshake runs through the server like any request, so that a refusal is an answer like any other. What only has the
 * path, and asks for no WebSocket, is the gateway's.
 */
@Injectable()
export class RtmRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly gateway: Gateway,
    private readonly rtm: RtmGateway,
    private readonly upgrades: UpgradeRequests,
  ) {}

  onModuleInit(): void {
    const server: FastifyInstance = this.host.httpAdapter.getInstance();
    const handler = (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const upgrade = this.upgrades.of(request.raw);
      return upgrade ? this.rtm.open(request, reply, upgrade) : this.gateway.forward(request, reply);
    };
    void server.register((scope, _options, done) => {
      leaveBodiesUnread(scope);
      for (const url of PATHS) scope.route({ method: 'GET', url, handler });
      done();
    });
    this.upgrades.listenOn(server.server, (request, response) => {
      server.routing(request, response);
    });
  }
}
