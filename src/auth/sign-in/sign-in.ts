import { Injectable } from '@nestjs/common';

import { Installations } from '../../tokens/index.js';
import { Sessions } from '../sessions/sessions.js';
import { UninstalledMeanwhile } from './callback-refusals.js';
import type { FinishedFlow } from './finished-flow.js';
import { SignInListeners } from './sign-in-listeners.js';
import { TokenIntake } from './token-intake.js';

/** The end of a sign-in: tokens into custody, and a session for the browser. */
@Injectable()
export class SignIn {
  constructor(
    private readonly intake: TokenIntake,
    private readonly installations: Installations,
    private readonly sessions: Sessions,
    private readonly listeners: SignInListeners,
  ) {}

  /**
   * Stores the grant and opens a session under a fresh id; the browser's old one ends.
   *
   * @returns the `Set-Cookie` header of the new session
   * @throws what `TokenIntake.store` throws, and UninstalledMeanwhile
   */
  async complete(
    finished: FinishedFlow,
    { oldSessionId }: { oldSessionId: string | undefined },
  ): Promise<string> {
    const grant = await this.intake.store(finished);
    const generation = await this.installations.generationOf(grant.organizationId);
    if (generation === undefined) throw new UninstalledMeanwhile();
    const { cookie } = await this.sessions.open(grant, generation);
    if (oldSessionId) await this.sessions.end(oldSessionId);
    await this.listeners.tell(grant, finished.flow.purpose);
    return cookie;
  }
}
