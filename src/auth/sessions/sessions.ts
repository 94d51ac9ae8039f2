import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';

import { Log, randomToken } from '../../foundation/index.js';
import { type GrantRef, Installations } from '../../tokens/index.js';
import { SessionCookie } from './session-cookie.js';
import { SessionLifetime } from './session-lifetime.js';
import { SessionStore } from './session-store.js';
import type { Session } from './session.js';

/** What a session's id looks like: 256 bits, base64url. Anything else is not looked up. */
const SESSION_ID = /^[\w-]{43}$/;

/**
 * Browsers that are signed in.
 *
 * A session is a random id in a cookie; the database holds its digest. It ends at sign-out, at disconnect, when the
 * installation's generation moves on, or when it expires. Finding one that was here before costs one hash and one
 * look-up in memory.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly store: SessionStore,
    private readonly lifetime: SessionLifetime,
    private readonly cookie: SessionCookie,
    private readonly installations: Installations,
    private readonly log: Log,
  ) {}

  /** Opens a session under a fresh id. `cookie` is the `Set-Cookie` header that carries it to the browser. */
  async open(grant: GrantRef, generation: number): Promise<{ id: string; cookie: string }> {
    const id = randomToken();
    const session = { idDigest: digestOf(id), grant, generation, ...this.lifetime.ofNewSession() };
    await this.store.sweep();
    await this.store.add(session);
    return { id, cookie: this.cookie.carrying(id) };
  }

  /** The session a cookie's value opens, when memory alone can tell that it is good and there is nothing to write. */
  known(id: string): Session | undefined {
    if (!SESSION_ID.test(id)) return undefined;
    const session = this.store.peek(digestOf(id));
    if (!session || this.lifetime.isOver(session)) return undefined;
    const { organizationId } = session.grant;
    if (this.installations.knownGenerationOf(organizationId) !== session.generation) return undefined;
    return this.lifetime.touch(session) ? undefined : session;
  }

  /** The session a cookie's value opens, if it is still good. */
  async find(id: string): Promise<Session | undefined> {
    if (!SESSION_ID.test(id)) return undefined;
    const session = await this.store.find(digestOf(id));
    if (!session || !(await this.isGood(session))) return undefined;
    return this.lifetime.touch(session) ? this.save(session) : session;
  }

  /** Ends one session, for instance at sign-out. Ending one that is over already is no error. */
  async end(id: string): Promise<void> {
    await this.store.remove(digestOf(id));
  }

  /** Ends every session of the grant's account in its organization. */
  async endAllOf(grant: GrantRef): Promise<void> {
    await this.store.removeAllOf(grant);
  }

  private async isGood(session: Session): Promise<boolean> {
    if (this.lifetime.isOver(session)) return false;
    return (await this.installations.generationOf(session.grant.organizationId)) === session.generation;
  }

  /** A database that cannot be written to now is no reason to turn away somebody who is signed in. */
  private async save(session: Session): Promise<Session | undefined> {
    try {
      return await this.store.saveIdleEnd(session);
    } catch (error) {
      this.log.warn({ event: 'auth.session_not_extended', error });
      return session;
    }
  }
}

function digestOf(id: string): string {
  return hash('sha256', id, 'base64url');
}
