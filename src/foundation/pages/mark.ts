import { trustedHtml } from './safe-html.js';

/** The mark: a speech bubble with a wire plugged into it. Decorative, so hidden from screen readers. */
export const mark = trustedHtml(
  '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">' +
    '<path class="mark-bubble" d="M20 4.5H8A4.5 4.5 0 0 0 3.5 9v8A4.5 4.5 0 0 0 8 21.500h1.500V27l6-5.500H20a4.500 4.500 0 0 0 4.500-4.500"/>' +
    '<path class="mark-wire" d="M30 9.500h-7.500c-4 0-3 4-6.500 4"/><circle class="mark-node" cx="13" cy="13.500" r="3.100"/></svg>',
);
