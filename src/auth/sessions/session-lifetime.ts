import { Injectable } from '@nestjs/common';

import { Clock } from '../../foundation/index.js';
import { AuthConfig } from '../auth.config.js';
import type { Session } from './session.js';

const EXTEND_AT_MOST_EVERY_MS = 5 * 60_000;

/** When a session ends by itself. */
@Injectable()
export class SessionLifetime {
  constructor(
    private readonly config: AuthConfig,
    private readonly clock: Clock,
  ) {}

  /** The ends of a session that begins now. */
  ofNewSession(): Pick<Session, 'idleExpiresAt' | 'expiresAt'> {
    const expiresAt = this.clock.now() + this.config.sessionMaxMs;
    return { expiresAt, idleExpiresAt: this.idleEnd(expiresAt) };
  }

  isOver(session: Session): boolean {
    return this.clock.now() >= session.idleExpiresAt;
  }

  /** When it would end without another request, if that is worth writing down: once in five minutes is enough. */
  extensionOf(session: Session): number | undefined {
    const idleExpiresAt = this.idleEnd(session.expiresAt);
    const step = Math.min(EXTEND_AT_MOST_EVERY_MS, this.config.sessionIdleMs / 4);
    const isWorthIt = idleExpiresAt - session.idleExpiresAt >= step;
    return isWorthIt ? idleExpiresAt : undefined;
  }

  private idleEnd(expiresAt: number): number {
    return Math.min(this.clock.now() + this.config.sessionIdleMs, expiresAt);
  }
}
