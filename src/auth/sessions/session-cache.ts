import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { DatabaseChanges } from '../../foundation/index.js';
import type { Session } from './session.js';

const SESSIONS_KEPT = 20_000;

/** Sessions in memory, so that a request that was here before needs no database. */
@Injectable()
export class SessionCache {
  private readonly sessions = new LRUCache<string, Session>({ max: SESSIONS_KEPT });
  private drops = 0;

  constructor(changes: DatabaseChanges) {
    changes.watch('auth_sessions', {
      changed: (idDigest = '') => {
        this.drop(idDigest);
      },
      anything: () => {
        this.clear();
      },
    });
  }

  get(idDigest: string): Session | undefined {
    return this.sessions.get(idDigest);
  }

  put(session: Session): void {
    this.sessions.set(session.idDigest, session);
  }

  drop(idDigest: string): void {
    this.drops += 1;
    this.sessions.delete(idDigest);
  }

  clear(): void {
    this.drops += 1;
    this.sessions.clear();
  }

  /**
   * Loads a session and keeps it, unless something was dropped while it loaded: that may have been this very session,
   * and what was read before it ended must not outlive it here.
   */
  async keep(load: () => Promise<Session | undefined>): Promise<Session | undefined> {
    const dropsBefore = this.drops;
    const session = await load();
    if (session && this.drops === dropsBefore) this.put(session);
    return session;
  }
}
