import { trustedHtml } from './safe-html.js';

/** The mark: a speech bubble with a wire plugged into it. Decorative, so hidden from screen readers. */
export const mark = trustedHtml(
  '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">' +
    '<path class="mark-bubble" d="M20.5 5H8a4.5 4.5 0 0 0-4.5 4.5V17A4.5 4.5 0 0 0 8 21.5h1.5V27l6-5.5h5"/>' +
    '<path class="mark-wire" d="M29.5 13.3H16"/><circle class="mark-node" cx="13" cy="13.3" r="3.2"/></svg>',
);
