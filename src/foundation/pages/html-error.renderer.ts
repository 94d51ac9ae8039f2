import type { FastifyRequest } from 'fastify';

import type { AppError, NextStep } from '../errors/app-error.js';
import type { ErrorRenderer, RenderedError } from '../errors/error-renderer.js';
import { errorPage } from './error-page.js';
import { pageHeaders } from './html-page.js';
import { wantsHtml } from './wants-html.js';

const TRY_AGAIN: NextStep = { label: 'Try again', href: '/' };

/** Says an error to a person in a browser. Details that programs need stay out of it. */
export class HtmlErrorRenderer implements ErrorRenderer {
  matches(request: FastifyRequest): boolean {
    return wantsHtml(request);
  }

  render(error: AppError, request: FastifyRequest): RenderedError {
    const { html, csp } = errorPage({
      status: error.status,
      code: error.code,
      message: error.publicMessage,
      requestId: request.id,
      nextStep: error.nextStep ?? (isStartPage(request) ? TRY_AGAIN : undefined),
    });
    return { headers: pageHeaders(csp), body: html };
  }
}

/** A failed start page cannot send its reader to the start page as if that were another place. */
function isStartPage(request: FastifyRequest): boolean {
  return request.url.split('?', 1)[0] === '/';
}
