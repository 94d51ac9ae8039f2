import { createHash } from 'node:crypto';

import type { Answer } from './answer.js';
import { Html, markup } from './html.js';
import { PAGE_STYLE } from './page-style.js';

const STYLE_HASH = createHash('sha256').update(PAGE_STYLE).digest('base64');

interface Page {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** Where forms may lead, by themselves or by a redirect that answers them. */
  readonly formTargets?: readonly string[];
}

/** A page without scripts and without anything from elsewhere. */
export function pageAnswer({ title, body, status = 200, formTargets = [] }: Page): Answer {
  const { text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': [
        "default-src 'none'",
        `style-src 'sha256-${STYLE_HASH}'`,
        `form-action ${["'self'", ...formTargets].join(' ')}`,
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    },
    body: text,
  };
}
