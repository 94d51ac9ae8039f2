import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { Repository, type UpdateQueryBuilder } from 'typeorm';

import { Clock, Log } from '../../foundation/index.js';
import { countsBy } from '../figures/counts-by.js';
import type { GrantRef } from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';
import { InstallationRow, type InstallationState } from './installation.entity.js';

type Change = Parameters<UpdateQueryBuilder<InstallationRow>['set']>[0];

const NONE: Readonly<Record<InstallationState, number>> = {
  pending: 0,
  active: 0,
  uninstalled: 0,
  purged: 0,
};

const OLDEST_GRANT = `(SELECT grants.id FROM grants
  WHERE grants.client_id = :clientId AND grants.organization_id = :organizationId
  ORDER BY grants.created_at, grants.id LIMIT 1)`;
const DEFAULT_IS_THERE = 'EXISTS (SELECT 1 FROM grants WHERE grants.id = default_grant_id)';

/** Where installations lie. Each statement leaves them right by itself, whatever comes after it. */
@Injectable()
export class InstallationStore {
  constructor(
    @InjectRepository(InstallationRow) private readonly rows: Repository<InstallationRow>,
    private readonly config: TokensConfig,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  find(organizationId: string): Promise<InstallationRow | null> {
    return this.rows.findOneBy({ clientId: this.config.clientId, organizationId });
  }

  countByState(): Promise<Readonly<Record<InstallationState, number>>> {
    return countsBy(this.rows, 'state', { clientId: this.config.clientId, none: NONE });
  }

  /** Someone signed in: the organization has this app, and the grant is the default one if there is no other. */
  async activate({ id: grantId, organizationId }: GrantRef): Promise<void> {
    const { clientId } = this.config;
    const now = this.clock.now();
    const created = { id: randomUUID(), clientId, organizationId, createdAt: now, updatedAt: now };
    await this.rows
      .createQueryBuilder()
      .insert()
      .values({ ...created, state: 'active', generation: 1, defaultGrantId: grantId })
      .orIgnore()
      .execute();
    await this.update(organizationId, {
      state: 'active',
      defaultGrantId: () => `CASE WHEN ${DEFAULT_IS_THERE} THEN default_grant_id ELSE :grantId END`,
    })
      .setParameters({ grantId })
      .execute();
  }

  /** As {@link activate}, when the grant is stored already: what cannot be written now, the next reader makes up for. */
  async activateIfPossible(grant: GrantRef): Promise<void> {
    try {
      await this.activate(grant);
    } catch (error) {
      this.log.error({ event: 'tokens.observation_not_written', of: 'installation', ...grant, error });
    }
  }

  /** A grant is gone: another becomes the default, and without any the installation waits for the next sign-in. */
  async leave(organizationId: string): Promise<void> {
    await this.update(organizationId, { defaultGrantId: () => OLDEST_GRANT })
      .andWhere(`NOT ${DEFAULT_IS_THERE}`)
      .execute();
    await this.update(organizationId, { state: 'pending', generation: () => 'generation + 1' })
      .andWhere(`state = 'active' AND ${OLDEST_GRANT} IS NULL`)
      .execute();
  }

  private update(organizationId: string, change: Change): UpdateQueryBuilder<InstallationRow> {
    const { clientId } = this.config;
    return this.rows
      .createQueryBuilder()
      .update()
      .set({ ...change, updatedAt: this.clock.now() })
      .where('client_id = :clientId AND organization_id = :organizationId', { clientId, organizationId });
  }
}
