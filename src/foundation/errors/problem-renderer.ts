import type { FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';

import type { AppError } from './app-error.js';
import type { ErrorRenderer, RenderedError } from './error-renderer.js';

/** RFC 9457 problem details, for programs: `{type, title, status, detail, reason, requestId, …details}`. */
export class ProblemRenderer implements ErrorRenderer {
  matches(): boolean {
    return true;
  }

  render(error: AppError, request: FastifyRequest): RenderedError {
    const body = {
      type: `urn:livechat-app:error:${error.reason}`,
      title: STATUS_CODES[error.status] ?? 'Error',
      status: error.status,
      detail: error.publicMessage,
      reason: error.reason,
      requestId: request.id,
      ...error.details,
    };
    return {
      headers: { 'content-type': 'application/problem+json; charset=utf-8' },
      body: JSON.stringify(body),
    };
  }
}
