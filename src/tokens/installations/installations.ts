import { Injectable } from '@nestjs/common';

import { HttpConfig } from '../../foundation/index.js';
import { NotSignedIn } from '../errors/not-signed-in.js';
import { Uninstalled } from '../errors/uninstalled.js';
import { CustodyCache } from '../grants/custody-cache.js';
import { isWorking } from '../grants/grant-health.js';
import { GrantStore } from '../grants/grant-store.js';
import type { GrantListing } from '../grants/grant.js';
import { reconnectUrlOf } from '../reconnect-url.js';
import type { GrantRef } from '../token-values.js';
import type { InstallationRow } from './installation.entity.js';
import { InstallationStore } from './installation-store.js';
import type { Installation } from './installation.js';

/** Which organizations have this app, and through which grant to act for them. */
@Injectable()
export class Installations {
  constructor(
    private readonly store: InstallationStore,
    private readonly grants: GrantStore,
    private readonly cache: CustodyCache,
    private readonly http: HttpConfig,
  ) {}

  /**
   * The named account's grant, whatever its health; without a name the default one, or the next that works.
   *
   * @throws NotSignedIn when there is none
   * @throws Uninstalled when the organization removed the app
   */
  async grantFor(who: { organizationId: string; accountId?: string }): Promise<GrantRef> {
    const installation = await this.find(who.organizationId);
    if (installation && isRemoved(installation)) throw new Uninstalled(reconnectUrlOf(this.http));
    const chosen = installation && chosenFrom(installation, who.accountId);
    if (!chosen) throw new NotSignedIn(reconnectUrlOf(this.http));
    return chosen.ref;
  }

  /** As `grantFor`, when memory alone can tell. */
  knownGrantFor(who: { organizationId: string; accountId?: string }): GrantRef | undefined {
    const installation = this.cache.installations.peek(who.organizationId);
    return installation && chosenFrom(installation, who.accountId)?.ref;
  }

  /** As `generationOf`, when memory alone can tell. */
  knownGenerationOf(organizationId: string): number | undefined {
    return activeGenerationOf(this.cache.installations.peek(organizationId));
  }

  /** Grows whenever the installation stops being active; undefined while it is not. */
  async generationOf(organizationId: string): Promise<number | undefined> {
    return activeGenerationOf(await this.find(organizationId));
  }

  private find(organizationId: string): Promise<Installation | undefined> {
    return this.cache.installations.get(organizationId, async () => {
      const row = await this.store.find(organizationId);
      const grants = await this.grants.listOf(organizationId);
      const installed = await this.activated(row, grants);
      if (!installed) return undefined;
      const { state, generation, defaultGrantId } = installed;
      return { state, generation, grants: defaultFirst(grants, defaultGrantId) };
    });
  }

  /** A sign-in stores its grant first: with one, an installation that is not active yet is about to be, or was missed. */
  private async activated(
    row: InstallationRow | null,
    [oldest]: readonly GrantListing[],
  ): Promise<InstallationRow | null> {
    if (!oldest || (row && row.state !== 'pending')) return row;
    await this.store.activate(oldest.ref);
    return this.store.find(oldest.ref.organizationId);
  }
}

function activeGenerationOf(installation: Installation | undefined): number | undefined {
  return installation?.state === 'active' ? installation.generation : undefined;
}

function chosenFrom(
  { state, grants }: Installation,
  accountId: string | undefined,
): GrantListing | undefined {
  if (state !== 'active') return undefined;
  return accountId === undefined ? firstWorking(grants) : ofAccount(grants, accountId);
}

function isRemoved({ state }: Installation): boolean {
  return state === 'uninstalled' || state === 'purged';
}

function defaultFirst(grants: readonly GrantListing[], defaultId: string | null): readonly GrantListing[] {
  const isDefault = ({ ref }: GrantListing): boolean => ref.id === defaultId;
  return [...grants.filter(isDefault), ...grants.filter((grant) => !isDefault(grant))];
}

/** With none that works, the first: its owner learns what to do from the error. */
function firstWorking(grants: readonly GrantListing[]): GrantListing | undefined {
  return grants.find(({ health }) => isWorking(health)) ?? grants[0];
}

function ofAccount(grants: readonly GrantListing[], accountId: string): GrantListing | undefined {
  return grants.find(({ ref }) => ref.accountId === accountId);
}
