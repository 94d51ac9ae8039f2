import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import type { GrantRef } from '../../tokens/index.js';
import type { Flow } from './flow.js';

/** Something that wants to know when an account has signed in. */
export abstract class SignInListener {
  abstract signedIn(grant: GrantRef): Promise<void> | void;
}

/** Who is told of sign-ins. Rooms above this one add themselves when they start. */
@Injectable()
export class SignInListeners {
  private readonly listeners: SignInListener[] = [];

  constructor(private readonly log: Log) {}

  add(listener: SignInListener): void {
    this.listeners.push(listener);
  }

  /** Tells everybody. The sign-in has happened: a listener that fails does not undo it. */
  async tell(grant: GrantRef, purpose: Flow['purpose']): Promise<void> {
    this.log.info({ event: 'auth.signed_in', grant: grant.id, purpose });
    for (const listener of this.listeners) {
      try {
        await listener.signedIn(grant);
      } catch (error) {
        this.log.error({ event: 'auth.sign_in_listener_failed', listener: listener.constructor.name, error });
      }
    }
  }
}
