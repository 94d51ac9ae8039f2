import { Global, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { AddressInfo } from 'node:net';

import { LogLines } from '../../../test/support/log-lines.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { closeAfterTest } from '../../../test/support/opened.js';
import { AuthModule, Callers } from '../../auth/index.js';
import { Clock, Log, ProblemAnswers, ProblemFilter } from '../../foundation/index.js';
import { TokensModule, TokensService } from '../../tokens/index.js';
import { LiveChatErrorRenderer } from '../errors/livechat-error-renderer.js';
import { LiveChatConfig } from '../livechat.config.js';
import { LiveChatModule } from '../livechat.module.js';
import { FakeCallers } from './fake-callers.js';
import { FakeTokens } from './fake-tokens.js';
import { startUpstream, type Upstream } from './upstream.js';

/** The gateway on a real port before a real upstream; only who calls and whose token it is are made up. */
export interface RunningGateway {
  readonly url: string;
  readonly port: number;
  readonly app: NestFastifyApplication;
  readonly upstream: Upstream;
  readonly tokens: FakeTokens;
  readonly callers: FakeCallers;
  readonly logLines: LogLines;
  readonly clock: ManualClock;
}

export async function startGateway(settings: Partial<LiveChatConfig> = {}): Promise<RunningGateway> {
  const upstream = await startUpstream();
  const tokens = new FakeTokens();
  const callers = new FakeCallers();
  const logLines = new LogLines('info');
  const clock = new ManualClock();
  const config = configFor(upstream, settings);
  const module = await Test.createTestingModule({
    imports: [surroundings(config, logLines.log, clock), LiveChatModule],
  })
    .overrideModule(TokensModule)
    .useModule(providing(TokensService, tokens))
    .overrideModule(AuthModule)
    .useModule(providing(Callers, callers))
    .compile();
  const answers = new ProblemAnswers([new LiveChatErrorRenderer()], logLines.log);
  const options: FastifyServerOptions = {
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors: (error, request, reply) => {
      answers.send(error, request, reply);
    },
  };
  const adapter = new FastifyAdapter({ ...options });
  const app = module.createNestApplication<NestFastifyApplication>(adapter, { bodyParser: false });
  setOwnHeaders(adapter.getInstance<FastifyInstance>());
  app.useGlobalFilters(new ProblemFilter(answers));
  await app.listen(0, '127.0.0.1');
  let isOpen = true;
  const close = app.close.bind(app);
  app.close = async () => {
    if (isOpen) await close();
    isOpen = false;
  };
  closeAfterTest(() => {
    app.getHttpServer().closeAllConnections();
    return app.close();
  });
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, app, upstream, tokens, callers, logLines, clock };
}

function configFor(upstream: Upstream, settings: Partial<LiveChatConfig>): LiveChatConfig {
  return new LiveChatConfig({
    apiUrl: new URL(upstream.url),
    apiVersion: '3.6',
    headersTimeoutMs: 5_000,
    idleTimeoutMs: 5_000,
    replayLimitBytes: 1_024,
    bodyLimitBytes: 1_048_576,
    forwardHeaders: [],
    ...settings,
  });
}

function surroundings(config: LiveChatConfig, log: Log, clock: Clock) {
  @Global()
  @Module({
    providers: [
      { provide: LiveChatConfig, useValue: config },
      { provide: Log, useValue: log },
      { provide: Clock, useValue: clock },
    ],
    exports: [LiveChatConfig, Log, Clock],
  })
  class Surroundings {}
  return Surroundings;
}

function providing(token: typeof TokensService | typeof Callers, value: object) {
  @Module({ providers: [{ provide: token, useValue: value }], exports: [token] })
  class Stand {}
  return Stand;
}

/** As the application does, so that the gateway has headers of ours to merge. */
function setOwnHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers({ 'x-content-type-options': 'nosniff', 'x-request-id': request.id });
    done();
  });
}
