import type { FastifyInstance } from 'fastify';

import { AppError, type ProblemAnswers } from '../foundation/index.js';

/** A request that arrived after the server was told to stop. Another instance, or the next one, will take it. */
class Stopping extends AppError {
  readonly code = 'app.stopping';
  readonly status = 503;
  readonly publicMessage = 'This server is about to stop. Send the request again.';
  override readonly headers = { 'retry-after': '1', connection: 'close' };

  constructor() {
    super('A request arrived while the server was stopping');
  }
}

/** Answers what arrives while the server closes in the words that its errors always have. */
export function refuseWhileStopping(server: FastifyInstance, answers: ProblemAnswers): void {
  let isStopping = false;
  server.addHook('preClose', (done) => {
    isStopping = true;
    done();
  });
  server.addHook('onRequest', (request, reply, done) => {
    if (isStopping) answers.send(new Stopping(), request, reply);
    else done();
  });
}
