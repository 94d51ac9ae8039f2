import { Controller, Delete, Get, HttpCode, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { TokensService } from '../tokens/index.js';
import { SessionRequired } from './callers/caller-refusals.js';
import type { SessionCaller } from './callers/caller.js';
import { Callers } from './callers/callers.js';
import { PrivateAnswerGuard } from './private-answer.guard.js';
import { SessionView } from './session-view.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { Sessions } from './sessions/sessions.js';

/** Who is signed in, and how to stop. */
@ApiTags('Session')
@Controller('auth')
@UseGuards(PrivateAnswerGuard)
@ApiResponse({ status: 401, description: 'Not signed in, or not with a good key.' })
export class SessionController {
  constructor(
    private readonly callers: Callers,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly tokens: TokensService,
  ) {}

  @Get('session')
  @ApiCookieAuth()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Whom the caller acts for, and how its grant is' })
  @ApiResponse({ status: 200, type: SessionView })
  async show(@Req() request: FastifyRequest): Promise<SessionView> {
    const { grant } = await this.callers.require(request);
    return new SessionView(grant, await this.tokens.summary(grant));
  }

  @Delete('session')
  @HttpCode(204)
  @ApiCookieAuth()
  @ApiOperation({ summary: 'Signs this browser out' })
  @ApiResponse({ status: 204, description: 'Signed out.' })
  @ApiResponse({ status: 403, description: 'The request came from another site, or with a key.' })
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { sessionId } = await this.sessionOf(request);
    await this.sessions.end(sessionId);
    void reply.header('set-cookie', this.cookie.cleared);
  }

  @Delete('livechat')
  @HttpCode(204)
  @ApiCookieAuth()
  @ApiOperation({
    summary: 'Disconnects the account',
    description: 'Revokes its tokens at LiveChat, deletes its grant, and ends all its sessions.',
  })
  @ApiResponse({ status: 204, description: 'Disconnected.' })
  @ApiResponse({ status: 403, description: 'The request came from another site, or with a key.' })
  async disconnect(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { grant } = await this.sessionOf(request);
    await this.tokens.revoke(grant); // first: whoever is still signed in when this fails can try again
    await this.sessions.endAllOf(grant);
    void reply.header('set-cookie', this.cookie.cleared);
  }

  private async sessionOf(request: FastifyRequest): Promise<SessionCaller> {
    const caller = await this.callers.require(request);
    if (caller.kind !== 'session') throw new SessionRequired();
    return caller;
  }
}
