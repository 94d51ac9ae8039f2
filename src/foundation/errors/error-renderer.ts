import type { FastifyRequest } from 'fastify';

import type { AppError } from './app-error.js';

export interface RenderedError {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One way to say an error: to an SDK, to a person, to a program. The first that matches the request speaks. */
export interface ErrorRenderer {
  matches(request: FastifyRequest): boolean;
  render(error: AppError, request: FastifyRequest): RenderedError;
}
