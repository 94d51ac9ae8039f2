import { html, product } from '../../foundation/index.js';

/** The page around Swagger UI. It has no inline script or style, so its policy allows none. */
export const docsPage = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>API reference · ${product.name}</title>
      <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" />
      <link rel="stylesheet" href="/docs/swagger-ui.css" />
      <link rel="stylesheet" href="/docs/reference.css" />
      <script src="/docs/swagger-ui-bundle.js" defer></script>
      <script src="/docs/reference.js" defer></script>
    </head>
    <body>
      <p class="back"><a href="/">Start page</a></p>
      <main id="reference"></main>
      <noscript>
        <p class="back">
          This reference needs JavaScript. The same as a file: <a href="/docs/openapi.json">openapi.json</a>.
        </p>
      </noscript>
    </body>
  </html> `.toString();

/** Starts Swagger UI on our document: nothing is asked of another host, and no key stays in the browser. */
export const docsScript = `'use strict';
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
SwaggerUIBundle({
  url: '/docs/openapi.json',
  dom_id: '#reference',
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  deepLinking: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
});
`;

export const docsStyle = `body{margin:0;background:#fff;overflow-wrap:break-word}
.dark-mode body{background:#1c2022}
.back{max-width:1460px;margin:0 auto;padding:1rem 1.25rem 0;font:1rem/1.5 ui-sans-serif,system-ui,sans-serif}
.back a{color:#0b5a5e}
.dark-mode .back,.dark-mode .back a{color:#82d2cb}
`;
