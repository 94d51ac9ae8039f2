import { Controller, Get, Req, Res, UseGuards } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ADDRESS_LIMIT } from './address-limits.js';
import { PrivateAnswerGuard } from './private-answer.guard.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { finishedFlowOf } from './sign-in/finished-flow.js';
import { SignIn } from './sign-in/sign-in.js';
import { CallbackGuard } from './strategy/callback.guard.js';
import { InstallGuard } from './strategy/install.guard.js';
import { StartGuard } from './strategy/start.guard.js';

/** How an agent connects LiveChat: pages for a browser. Failures are pages too, with one next step. */
@ApiTags('Signing in')
@Controller('auth/livechat')
@UseGuards(PrivateAnswerGuard)
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessionCookie: SessionCookie,
  ) {}

  @Get()
  @UseGuards(StartGuard)
  @RouteConfig(ADDRESS_LIMIT)
  @ApiOperation({
    summary: 'Starts signing in with LiveChat',
    description:
      'For a browser. The fourth start within 30 seconds gets a page with a button instead: LiveChat stops at three.',
  })
  @ApiQuery({
    name: 'return_to',
    required: false,
    example: '/',
    description: 'A path of ours, or an address on one of `ALLOWED_ORIGINS`.',
  })
  @ApiQuery({ name: 'prompt', required: false, enum: ['consent'], description: 'Asks for consent again.' })
  @ApiQuery({
    name: 'organization_id',
    required: false,
    description: 'The LiveChat organization to sign in to.',
  })
  @ApiQuery({
    name: 'reconnect',
    required: false,
    description: 'What a reconnect link carries. It names the organization, and works once.',
  })
  @ApiResponse({ status: 302, description: 'To LiveChat.' })
  @ApiResponse({
    status: 400,
    description: 'A parameter is malformed or there twice, or the reconnect link is not ours.',
  })
  @ApiResponse({ status: 410, description: 'The reconnect link was used, or has expired.' })
  @ApiResponse({
    status: 429,
    description: 'The fourth start within 30 seconds: the page has a button to go on.',
  })
  start(): void {
    // StartGuard has sent the browser to LiveChat.
  }

  @Get('install')
  @UseGuards(InstallGuard)
  @RouteConfig(ADDRESS_LIMIT)
  @ApiOperation({
    summary: 'LiveChat’s Direct installation URL',
    description:
      'Never accepts the code it is called with: starts a sign-in of our own, at most once in 30 seconds.',
  })
  @ApiResponse({ status: 302, description: 'To LiveChat.' })
  @ApiResponse({ status: 429, description: 'Again within 30 seconds: the page has a button to go on.' })
  install(): void {
    // InstallGuard has sent the browser to LiveChat.
  }

  @Get('callback')
  @UseGuards(CallbackGuard)
  @RouteConfig(ADDRESS_LIMIT)
  @ApiOperation({ summary: 'Where LiveChat sends the browser back to' })
  @ApiQuery({ name: 'code', required: false })
  @ApiQuery({ name: 'state', required: false })
  @ApiResponse({ status: 302, description: 'Signed in: to `return_to`, or to `/`.' })
  @ApiResponse({ status: 400, description: 'Not a sign-in this browser started, or one that is too old.' })
  @ApiResponse({
    status: 403,
    description: 'LiveChat, or the person, refused, or chose another organization.',
  })
  @ApiResponse({ status: 409, description: 'The sign-in was finished already.' })
  @ApiResponse({ status: 410, description: 'The reconnect link was used meanwhile, or has expired.' })
  @ApiResponse({ status: 502, description: 'LiveChat cannot be reached.' })
  @ApiResponse({ status: 504, description: 'LiveChat took too long.' })
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const finished = finishedFlowOf(request);
    const cookie = await this.signIn.complete(finished, { oldSessionId: this.sessionCookie.in(request) });
    void reply.header('set-cookie', cookie).redirect(finished.flow.returnTo ?? '/', 302);
  }
}
