import { Injectable } from '@nestjs/common';

import { Clock } from '../../foundation/index.js';
import { AuthConfig } from '../auth.config.js';
import type { Session } from './session.js';

const SAVE_AT_MOST_EVERY_MS = 60_000;

/** When a session ends by itself. */
@Injectable()
export class SessionLifetime {
  constructor(
    private readonly config: AuthConfig,
    private readonly clock: Clock,
  ) {}

  /** The ends of a session that begins now. */
  ofNewSession(): Pick<Session, 'idleExpiresAt' | 'savedIdleExpiresAt' | 'expiresAt'> {
    const expiresAt = this.clock.now() + this.config.sessionMaxMs;
    const idleExpiresAt = this.idleEnd(expiresAt);
    return { expiresAt, idleExpiresAt, savedIdleExpiresAt: idleExpiresAt };
  }

  isOver(session: Session): boolean {
    return this.clock.now() >= session.idleExpiresAt;
  }

  /** Counts the idle time from now. True when it is worth saving: a restart may then end a session that much early. */
  touch(session: Session): boolean {
    session.idleExpiresAt = this.idleEnd(session.expiresAt);
    const step = Math.min(SAVE_AT_MOST_EVERY_MS, this.config.sessionIdleMs / 10);
    return session.idleExpiresAt - session.savedIdleExpiresAt >= step;
  }

  private idleEnd(expiresAt: number): number {
    return Math.min(this.clock.now() + this.config.sessionIdleMs, expiresAt);
  }
}
