import { Controller, Delete, Get, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Gateway } from './gateway.js';

const PATHS = ['', '*'];

/** `/livechat/*`: every method does the same. Fastify answers HEAD through GET. */
@ApiTags('LiveChat')
@Controller('livechat')
export class GatewayController {
  constructor(private readonly gateway: Gateway) {}

  @Post(PATHS)
  @ApiOperation({
    summary: 'Call LiveChat',
    description:
      'The same path at LiveChat, with the caller’s token; also with GET, PUT, PATCH, DELETE and HEAD. Example: `agent/action/list_chats`. A path that begins with a version (`v3.5/agent/…`) keeps it. LiveChat’s answer, errors included, comes back as it is.',
  })
  @ApiParam({ name: 'path', example: 'agent/action/list_chats' })
  @ApiResponse({ status: 'default', description: 'LiveChat’s answer' })
  post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.gateway.forward(request, reply);
  }

  @Get(PATHS)
  @ApiExcludeEndpoint()
  get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.gateway.forward(request, reply);
  }

  @Put(PATHS)
  @ApiExcludeEndpoint()
  put(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.gateway.forward(request, reply);
  }

  @Patch(PATHS)
  @ApiExcludeEndpoint()
  patch(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.gateway.forward(request, reply);
  }

  @Delete(PATHS)
  @ApiExcludeEndpoint()
  delete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.gateway.forward(request, reply);
  }
}
