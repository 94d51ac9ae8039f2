import type { ConsoleMessage, Page } from 'playwright-core';

/** A page that remembers what a careful developer would see in the browser's tools. */
export class WatchedPage {
  /** Errors and warnings on the console (that an error page has an error's status is none), violations of a content security policy, requests to strangers. */
  readonly troubles: string[] = [];

  private readonly visited = new Set<string>();

  constructor(
    readonly page: Page,
    private readonly origins: readonly string[],
  ) {}

  async start(): Promise<void> {
    const { page } = this;
    page.on('console', (message) => {
      this.noticeMessage(message);
    });
    page.on('pageerror', (error) => this.troubles.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      if (request.isNavigationRequest()) this.visited.add(request.url());
      this.noticeRequest(request.url());
    });
    await page.exposeFunction('reportViolation', (directive: string) => {
      this.troubles.push(`violates its policy: ${directive}`);
    });
    await page.addInitScript(`addEventListener('securitypolicyviolation', (event) => {
      reportViolation(event.violatedDirective + ' ' + event.blockedURI);
    })`);
  }

  private noticeMessage(message: ConsoleMessage): void {
    const { url } = message.location();
    const isErrorPage = message.text().startsWith('Failed to load resource') && this.visited.has(url);
    if (!['error', 'warning'].includes(message.type()) || isErrorPage) return;
    this.troubles.push(`${message.type()}: ${message.text()} (${url})`);
  }

  private noticeRequest(url: string): void {
    const { origin, protocol } = new URL(url);
    if (protocol !== 'data:' && !this.origins.includes(origin)) this.troubles.push(`asks a stranger: ${url}`);
  }
}
