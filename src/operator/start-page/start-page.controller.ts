import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { HttpConfig, pageHeaders, product } from '../../foundation/index.js';
import { prefersJson } from './prefers-json.js';
import { StartPage } from './start-page.js';
import { StartView } from './start-view.js';

/** The address people open first. */
@ApiTags('Start page')
@Controller()
export class StartPageController {
  constructor(
    private readonly page: StartPage,
    private readonly http: HttpConfig,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'What this is, or how the connection is',
    description:
      'A page: the way in, or, once signed in, the connection and a live example call. A program that asks for JSON learns where to go.',
  })
  @ApiProduces('text/html', 'application/json')
  @ApiResponse({ status: 200, type: StartView })
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (prefersJson(request)) {
      await reply.header('cache-control', 'no-store').send(this.introduction());
      return;
    }
    const { html, csp } = await this.page.for(request);
    await reply.headers(pageHeaders(csp)).send(html);
  }

  private introduction(): Record<keyof StartView, string> {
    const { origin } = this.http.publicUrl;
    return { ...product, signIn: `${origin}/auth/livechat`, docs: `${origin}/docs` };
  }
}
