import type { AccountRef } from '../../token-values.js';
import type { TokenFamily } from './livechat-model.js';

/** What accounts held, one sign-in after the other. */
export class ReplacedFamilies {
  private readonly now = new Map<string, TokenFamily>();
  private readonly before = new Set<TokenFamily>();

  /** All that a grant ever held, and does not hold any more. */
  get all(): readonly TokenFamily[] {
    return [...this.before];
  }

  /** Takes in what a grant holds; whether that was replaced before. */
  isBack({ accountId }: AccountRef, family: TokenFamily): boolean {
    const last = this.now.get(accountId);
    if (last && last !== family) this.before.add(last);
    this.now.set(accountId, family);
    return this.before.has(family);
  }
}
