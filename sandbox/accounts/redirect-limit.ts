import type { SandboxBehavior } from '../behavior.js';
import type { SandboxClock } from '../clock.js';

const WINDOW_MS = 30_000;

/** LiveChat's guard against sign-in loops: so many redirects to an app in 30 s, by client and account. */
export class RedirectLimit {
  private readonly redirects = new Map<string, number[]>();

  constructor(
    private readonly clock: SandboxClock,
    private readonly behavior: SandboxBehavior,
  ) {}

  /** Counts a redirect; false when it is one too many. */
  allows(clientId: string, accountId: string): boolean {
    const key = `${clientId} ${accountId}`;
    const since = this.clock.now() - WINDOW_MS;
    const recent = (this.redirects.get(key) ?? []).filter((at) => at > since);
    const isAllowed = recent.length < this.behavior.redirectLimit;
    if (isAllowed) recent.push(this.clock.now());
    this.redirects.set(key, recent);
    return isAllowed;
  }

  reset(): void {
    this.redirects.clear();
  }
}
