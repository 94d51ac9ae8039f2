import { Injectable } from '@nestjs/common';

import { CustodyCache } from './grants/custody-cache.js';
import { GrantStore, type SealedGrant } from './grants/grant-store.js';
import { LastGrantWatch } from './grants/last-grant-watch.js';
import { InstallationStore } from './installations/installation-store.js';
import { RenewalCoolDowns } from './renewals/cool-downs.js';
import { RevocationOutbox } from './revocations/revocation-outbox.js';
import { type GrantRef, type IssuedTokens, tenantOf } from './token-values.js';

/**
 * Takes grants in and lets them go.
 *
 * A pair is noted for revocation before its grant lets go of it, and the outbox revokes no pair that a grant depends on:
 * so a crash between any two of these statements neither loses a pair nor revokes one in use.
 */
@Injectable()
export class Custody {
  constructor(
    private readonly store: GrantStore,
    private readonly installations: InstallationStore,
    private readonly outbox: RevocationOutbox,
    private readonly lastGrant: LastGrantWatch,
    private readonly cache: CustodyCache,
    private readonly coolDowns: RenewalCoolDowns,
  ) {}

  /**
   * Stores a sign-in in place of the account's grant, if it has one, and revokes the pair it replaces.
   *
   * @throws the database's error, and then no grant holds the pair, as far as the database can tell: it may be revoked
   */
  async takeIn(issued: IssuedTokens): Promise<GrantRef> {
    const notes: string[] = [];
    const ref = await this.surelyStored(issued, notes);
    await this.installations.activateIfPossible(ref);
    this.forget(ref);
    await this.outbox.revokeSoon(notes);
    return ref;
  }

  /** Deletes the grant and revokes its pair; a renewal under way finds the row gone. False when there was none. */
  async letGo(ref: GrantRef): Promise<boolean> {
    const notes: string[] = [];
    const isDeleted = await this.lastGrant.during(ref, 'disconnected', () => this.deleted(ref, notes));
    await this.installations.leave(ref.organizationId);
    this.forget(ref);
    await this.outbox.revokeSoon(notes);
    return isDeleted;
  }

  /** A statement may fail after its work is done, as with a connection that breaks before the answer. */
  private async surelyStored(issued: IssuedTokens, notes: string[]): Promise<GrantRef> {
    try {
      return await this.stored(issued, notes);
    } catch (error) {
      const held = await this.store.findByAccount(tenantOf(issued)).catch(() => undefined);
      if (held?.accessToken.equals(issued.accessToken)) return held.ref;
      throw error;
    }
  }

  /** Goes round again when a renewal or another sign-in of the account wrote between the read and the write. */
  private async stored(issued: IssuedTokens, notes: string[]): Promise<GrantRef> {
    for (;;) {
      const superseded = await this.store.findSealed(tenantOf(issued));
      const inserted = superseded ? undefined : await this.store.insert(issued);
      if (inserted) return inserted;
      if (!superseded) continue;
      if (await this.lettingGo(superseded, notes, () => this.store.replace(superseded, issued)))
        return superseded.ref;
    }
  }

  private async deleted(ref: GrantRef, notes: string[]): Promise<boolean> {
    for (;;) {
      const grant = await this.store.findSealed(ref);
      if (grant?.ref.id !== ref.id) return false;
      if (await this.lettingGo(grant, notes, () => this.store.delete(grant))) return true;
    }
  }

  /** Notes the grant's pair, then makes the change. One that throws and left the pair where it was takes the note back. */
  private async lettingGo(
    grant: SealedGrant,
    notes: string[],
    change: () => Promise<boolean>,
  ): Promise<boolean> {
    const note = await this.outbox.add(grant);
    notes.push(note);
    try {
      return await change();
    } catch (error) {
      await this.takeBackIfHeld(note, grant).catch(() => undefined); // the outbox copes with it
      throw error;
    }
  }

  private async takeBackIfHeld(note: string, { ref, generation }: SealedGrant): Promise<void> {
    const stored = await this.store.findSealed(ref);
    if (stored?.ref.id === ref.id && stored.generation === generation) await this.outbox.takeBack(note);
  }

  private forget(ref: GrantRef): void {
    this.cache.forget(ref);
    this.coolDowns.end(ref.id);
  }
}
