import { FixConfiguration } from '../../errors/fix-configuration.js';
import { NotSignedIn } from '../../errors/not-signed-in.js';
import { ReauthorizationRequired } from '../../errors/reauthorization-required.js';
import { RenewalUnavailable } from '../../errors/renewal-unavailable.js';
import { RENEWAL_DEADLINE_MS } from '../../timings.js';
import type { AccessToken, AccountRef, UsableToken } from '../../token-values.js';
import type { LiveChatModel } from './livechat-model.js';
import type { ProcessLife } from './process-life.js';

const DOCUMENTED = [RenewalUnavailable, ReauthorizationRequired, FixConfiguration, NotSignedIn];

interface Waiting {
  readonly process: ProcessLife;
  waitedMs: number;
}

/** Everybody who ever asked for a token: what they got is judged when they get it, and how long they wait. */
export class Callers {
  private readonly waiting = new Set<Waiting>();
  private readonly written = new Set<string>();
  private readonly rejected = new Map<string, Set<ProcessLife>>();
  private readonly last = new Map<ProcessLife, Map<string, AccessToken>>();

  constructor(
    private readonly livechat: LiveChatModel,
    private readonly report: (violation: string) => void,
  ) {}

  /** The token that a caller on that process got last. */
  lastToken(process: ProcessLife, { accountId }: AccountRef): AccessToken | undefined {
    return this.last.get(process)?.get(accountId);
  }

  noteWritten(accessToken: string): void {
    this.written.add(accessToken);
  }

  noteRejected(process: ProcessLife, token: AccessToken): void {
    const by = this.rejected.get(token.reveal()) ?? new Set();
    this.rejected.set(token.reveal(), by.add(process));
  }

  wasRejected(accessToken: string): boolean {
    return this.rejected.has(accessToken);
  }

  /** Watches over one who asks. Callers of a process that dies hear nothing, and nobody minds. */
  async follow(
    process: ProcessLife,
    account: AccountRef,
    work: Promise<UsableToken>,
  ): Promise<AccessToken | undefined> {
    const caller = { process, waitedMs: 0 };
    this.waiting.add(caller);
    try {
      const { accessToken } = await work;
      if (process.isAlive) this.judge(process, account, accessToken);
      return accessToken;
    } catch (error) {
      const isDocumented = DOCUMENTED.some((kind) => error instanceof kind);
      if (process.isAlive && !isDocumented) this.report(`5: a caller got ${String(error)}`);
      return undefined;
    } finally {
      this.waiting.delete(caller);
    }
  }

  /** Time that a database stands still is not held against the one who waits for it. */
  timePassed(ms: number): void {
    for (const caller of this.waiting) {
      if (!caller.process.isAlive) this.waiting.delete(caller);
      else if (!caller.process.isStalled) caller.waitedMs += ms;
      if (caller.waitedMs > RENEWAL_DEADLINE_MS + ms) this.report('5: a caller waits beyond the deadline');
    }
  }

  private judge(process: ProcessLife, account: AccountRef, token: AccessToken): void {
    const value = token.reveal();
    const tokens = this.last.get(process) ?? new Map<string, AccessToken>();
    this.last.set(process, tokens.set(account.accountId, token));
    const owner = this.livechat.familyOf(value)?.account.accountId;
    if (owner !== account.accountId) this.report(`2: a token of ${String(owner)} was handed out`);
    if (this.livechat.isExpired(value)) this.report('2: an expired token was handed out');
    if (this.rejected.get(value)?.has(process)) this.report('2: a rejected token was handed out');
    if (!this.written.has(value)) this.report('3: a token was handed out before it was written');
  }
}
