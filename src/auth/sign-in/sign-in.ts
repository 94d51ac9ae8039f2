import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import {
  Installations,
  type IssuedTokens,
  NotSignedIn,
  TokensService,
  Uninstalled,
} from '../../tokens/index.js';
import { Sessions } from '../sessions/sessions.js';
import { OtherOrganization, UninstalledMeanwhile } from './callback-refusals.js';
import type { FinishedFlow } from './finished-flow.js';
import { SignInListeners } from './sign-in-listeners.js';

/** The end of a sign-in: tokens into custody, and a session for the browser. */
@Injectable()
export class SignIn {
  constructor(
    private readonly tokens: TokensService,
    private readonly installations: Installations,
    private readonly sessions: Sessions,
    private readonly listeners: SignInListeners,
    private readonly log: Log,
  ) {}

  /**
   * Stores the grant and opens a session under a fresh id; the browser's old one ends.
   *
   * @returns the `Set-Cookie` header of the new session
   * @throws OtherOrganization when LiveChat answered for another one than was asked for: its tokens are revoked
   */
  async complete(
    { issued, flow }: FinishedFlow,
    { oldSessionId }: { oldSessionId: string | undefined },
  ): Promise<string> {
    const wanted = flow.organizationId;
    if (wanted !== undefined && wanted !== issued.organizationId.toLowerCase()) {
      await this.giveBack(issued);
      throw new OtherOrganization(flow);
    }
    const grant = await this.tokens.save(issued);
    const generation = await this.installations.generationOf(grant.organizationId);
    if (generation === undefined) throw new UninstalledMeanwhile();
    const { cookie } = await this.sessions.open(grant, generation);
    if (oldSessionId) await this.sessions.end(oldSessionId);
    this.log.info({ event: 'auth.signed_in', grant: grant.id, purpose: flow.purpose });
    await this.listeners.tell(grant);
    return cookie;
  }

  /**
   * Has LiveChat revoke tokens nobody asked for, by way of custody, which alone may revoke. An account that is connected
   * to that organization stays connected: these tokens then replace its own, which are revoked.
   */
  private async giveBack(issued: IssuedTokens): Promise<void> {
    const isConnected = await this.isConnected(issued);
    const grant = await this.tokens.save(issued);
    if (!isConnected) await this.tokens.revoke(grant);
  }

  private async isConnected({ organizationId, accountId }: IssuedTokens): Promise<boolean> {
    try {
      await this.installations.grantFor({ organizationId, accountId });
      return true;
    } catch (error) {
      if (error instanceof NotSignedIn || error instanceof Uninstalled) return false;
      throw error;
    }
  }
}
