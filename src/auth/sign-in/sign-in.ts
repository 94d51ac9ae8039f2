import { Injectable } from '@nestjs/common';

import {
  CodeExchange,
  type GrantRef,
  Installations,
  type IssuedTokens,
  TokensService,
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
    private readonly exchange: CodeExchange,
    private readonly installations: Installations,
    private readonly sessions: Sessions,
    private readonly listeners: SignInListeners,
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
      await this.exchange.giveBack(issued);
      throw new OtherOrganization(flow);
    }
    const grant = await this.save(issued);
    const generation = await this.installations.generationOf(grant.organizationId);
    if (generation === undefined) throw new UninstalledMeanwhile();
    const { cookie } = await this.sessions.open(grant, generation);
    if (oldSessionId) await this.sessions.end(oldSessionId);
    await this.listeners.tell(grant, flow.purpose);
    return cookie;
  }

  /** Tokens that cannot be stored are given back: nobody would ever use or revoke them. */
  private async save(issued: IssuedTokens): Promise<GrantRef> {
    try {
      return await this.tokens.save(issued);
    } catch (error) {
      await this.exchange.giveBack(issued);
      throw error;
    }
  }
}
