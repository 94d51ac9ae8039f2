import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyServerOptions } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { Settings } from './app.config.js';
import { AppModule, type Surroundings } from './app.module.js';
import { registerAddressLimits } from './auth/index.js';
import {
  HtmlErrorRenderer,
  leaveBodiesUnread,
  NestLog,
  ProblemAnswers,
  ProblemFilter,
  ProblemRenderer,
} from './foundation/index.js';
import { answerEveryRequestSafely, logEveryAnswer } from './app/answer-hooks.js';
import { letConnectionsGo } from './app/let-connections-go.js';
import { refuseWhileStopping } from './app/refuse-while-stopping.js';
import { answerUnreadable } from './app/unreadable-requests.js';
import { LiveChatErrorRenderer } from './livechat/index.js';
import { setUpOpenApi } from './operations/index.js';

/** The whole application, ready to listen: what `main` starts and what tests start are the same. */
export async function createApp(
  settings: Settings,
  surroundings: Surroundings,
): Promise<NestFastifyApplication> {
  const { log } = surroundings;
  const answers = new ProblemAnswers(
    [new LiveChatErrorRenderer(), new HtmlErrorRenderer(), new ProblemRenderer()],
    log,
  );
  const adapter = new FastifyAdapter({ ...serverOptions(settings, answers), skipMiddie: true });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(settings, surroundings),
    adapter,
    {
      logger: new NestLog(log),
      bodyParser: false,
      abortOnError: false,
    },
  );
  const server = app.getHttpAdapter().getInstance();
  leaveBodiesUnread(server); // no route of ours takes a parsed body
  answerEveryRequestSafely(server, settings.http);
  logEveryAnswer(server, log);
  letConnectionsGo(server);
  refuseWhileStopping(server, answers);
  allowOrigins(app, settings.http.allowedOrigins);
  app.useGlobalFilters(new ProblemFilter(answers));
  if (settings.http.isProduction) await registerAddressLimits(app);
  setUpOpenApi(app);
  return app;
}

function serverOptions(settings: Settings, answers: ProblemAnswers): FastifyServerOptions {
  const { trustedProxies } = settings.http;
  return {
    logger: false,
    return503OnClosing: false, // `refuseWhileStopping` says it in our words
    clientErrorHandler: answerUnreadable,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: requestId,
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors: (error, request, reply) => {
      answers.send(error, request, reply);
    },
  };
}

/** The caller's own request id when it is harmless to log and to send back. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
}

function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): void {
  if (origins.length === 0) return;
  app.enableCors({
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['x-request-id', 'x-debug-id', 'retry-after', 'legacy', 'deprecation'],
    maxAge: 600,
  });
}
