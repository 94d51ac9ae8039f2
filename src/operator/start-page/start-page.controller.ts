import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { HttpConfig } from '../../foundation/index.js';
import { pageHeaders } from '../../foundation/pages/index.js';
import { product } from '../product.js';
import { prefersJson } from './prefers-json.js';
import { StartPage } from './start-page.js';

/** The address people open first. */
@Controller()
export class StartPageController {
  constructor(
    private readonly page: StartPage,
    private readonly http: HttpConfig,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (prefersJson(request)) {
      await reply.header('cache-control', 'no-store').send(this.introduction());
      return;
    }
    const { html, csp } = await this.page.for(request);
    await reply.headers(pageHeaders(csp)).send(html);
  }

  private introduction(): object {
    const { origin } = this.http.publicUrl;
    return { ...product, signIn: `${origin}/auth/livechat`, docs: `${origin}/docs` };
  }
}
