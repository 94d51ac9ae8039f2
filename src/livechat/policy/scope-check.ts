import { Injectable } from '@nestjs/common';

import { HttpConfig } from '../../foundation/index.js';
import { mayBeGranted, reconnectUrlOf } from '../../tokens/index.js';
import { MissingScope } from '../errors/missing-scope.js';
import { LiveChatConfig } from '../livechat.config.js';
import type { ActionScopes } from './action-scopes.js';

/** Compares what a grant was granted with what an action needs: once for each grant and action, then from memory. */
@Injectable()
export class ScopeCheck {
  private readonly needed: ActionScopes;
  private readonly reconnectUrl: string;
  /** By a grant's scopes, which are another array once it is written again; then by action. */
  private readonly verdicts = new WeakMap<readonly string[], Map<string, boolean>>();

  constructor(config: LiveChatConfig, http: HttpConfig) {
    this.needed = config.actionScopes;
    this.reconnectUrl = `${reconnectUrlOf(http)}?prompt=consent`;
  }

  /** @throws MissingScope when it is certain that LiveChat would refuse the call */
  mustAllow(action: string, granted: readonly string[]): void {
    if (granted.length === 0) return; // LiveChat did not say: it knows itself
    const enough = this.needed.get(action);
    if (enough && !this.isAllowed(action, enough, granted)) throw new MissingScope(enough, this.reconnectUrl);
  }

  private isAllowed(action: string, enough: readonly string[], granted: readonly string[]): boolean {
    let verdicts = this.verdicts.get(granted);
    if (!verdicts) this.verdicts.set(granted, (verdicts = new Map<string, boolean>()));
    let isAllowed = verdicts.get(action);
    if (isAllowed === undefined) {
      isAllowed = enough.some((scope) => mayBeGranted(scope, granted));
      verdicts.set(action, isAllowed);
    }
    return isAllowed;
  }
}
