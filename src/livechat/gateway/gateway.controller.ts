import { Controller, Delete, Get, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AsksCallersItself } from '../../auth/index.js';
import { Gateway } from './gateway.js';

const PATHS = ['', '*'];

/**
 * `/livechat/*`: every method does the same. Fastify answers HEAD through GET.
 *
 * A wildcard says little in an OpenAPI document, which describes LiveChat's API families instead.
 */
@AsksCallersItself() // a bad path is refused before anybody is asked who calls
@ApiExcludeController()
@Controller('livechat')
export class GatewayController {
  constructor(private readonly gateway: Gateway) {}

  @Get(PATHS)
  get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.gateway.forward(request, reply);
  }

  @Post(PATHS)
  post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.gateway.forward(request, reply);
  }

  @Put(PATHS)
  put(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.gateway.forward(request, reply);
  }

  @Patch(PATHS)
  patch(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.gateway.forward(request, reply);
  }

  @Delete(PATHS)
  delete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.gateway.forward(request, reply);
  }
}
