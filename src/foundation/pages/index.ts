export { type ErrorPageContent, errorPage } from './error-page.js';
export { HtmlErrorRenderer } from './html-error.renderer.js';
export { type HtmlPage, htmlPage, type PageContent, pageHeaders } from './html-page.js';
export { html, SafeHtml, trustedHtml, type HtmlValue } from './safe-html.js';
export { wantsHtml } from './wants-html.js';
