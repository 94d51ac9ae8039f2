import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import {
  IsNull,
  type FindOperator,
  type FindOptionsWhere,
  MoreThan,
  Not,
  Raw,
  Repository,
  type UpdateQueryBuilder,
} from 'typeorm';

import { Clock } from '../../foundation/index.js';
import type { AccountRef, GrantRef, IssuedTokens } from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';
import { GrantSealing } from './grant-sealing.js';
import { columnsOfSignIn, grantFrom, refOf } from './grant-rows.js';
import {
  GrantStore,
  type HealthMark,
  type RenewalHold,
  type RenewedPair,
  type SealedGrant,
} from './grant-store.js';
import { GrantRow } from './grant.entity.js';
import type { Grant, GrantListing, StoredHealth } from './grant.js';

type Change = Parameters<UpdateQueryBuilder<GrantRow>['set']>[0];

const NO_LEASE = { leaseOwner: null, leaseUntil: null, renewalStartedAt: null };
const RAN_OUT = Raw((until) => `${until} <= now_ms()`);
const RELEASED_OR_RAN_OUT = Raw((until) => `(${until} IS NULL OR ${until} <= now_ms())`);
/** In the words of the index on it, or SQLite does not see that it fits. */
const IS_STARTED = Raw((startedAt) => `${startedAt} IS NOT NULL`);
const UNSETTLED_AT_ONCE = 1_000;
const OLDEST_FIRST = { createdAt: 'ASC', id: 'ASC' } as const;

/** A renewal mends what tokens ail from; an expired license or a suspended agent it does not. */
function unlessSeenByLiveChat(column: string, healed: string): string {
  return `CASE WHEN health IN ('license_expired', 'account_suspended') THEN ${column} ELSE ${healed} END`;
}

@Injectable()
export class TypeOrmGrantStore extends GrantStore {
  constructor(
    @InjectRepository(GrantRow) private readonly rows: Repository<GrantRow>,
    private readonly sealing: GrantSealing,
    private readonly config: TokensConfig,
    private readonly clock: Clock,
  ) {
    super();
  }

  async find(ref: GrantRef): Promise<Grant | undefined> {
    return this.opened(await this.rows.findOneBy(this.whereIs(ref)));
  }

  async findByAccount({ organizationId, accountId }: AccountRef): Promise<Grant | undefined> {
    return this.opened(
      await this.rows.findOneBy({ clientId: this.config.clientId, organizationId, accountId }),
    );
  }

  async findSealed({ organizationId, accountId }: AccountRef): Promise<SealedGrant | undefined> {
    const row = await this.rows.findOneBy({ clientId: this.config.clientId, organizationId, accountId });
    if (!row) return undefined;
    const { generation, accessToken, refreshToken } = row;
    return { ref: refOf(row), generation, pair: { accessToken, refreshToken } };
  }

  async listOf(organizationId: string): Promise<readonly GrantListing[]> {
    const rows = await this.rows.find({
      where: { clientId: this.config.clientId, organizationId },
      order: OLDEST_FIRST,
      select: { id: true, organizationId: true, accountId: true, health: true },
    });
    return rows.map((row) => ({ ref: refOf(row), health: row.health }));
  }

  async nextRenewable(id: string): Promise<Grant | undefined> {
    const next = await this.firstRenewable({ id: MoreThan(id) });
    return this.opened(next ?? (await this.firstRenewable({})));
  }

  async listUnsettled({ ofDeadOwners } = { ofDeadOwners: false }): Promise<readonly GrantRef[]> {
    const rows = await this.rows.find({
      where: {
        clientId: this.config.clientId,
        renewalStartedAt: IS_STARTED,
        leaseUntil: ofDeadOwners ? RAN_OUT : RELEASED_OR_RAN_OUT,
      },
      order: OLDEST_FIRST,
      select: { id: true, organizationId: true, accountId: true },
      take: UNSETTLED_AT_ONCE,
    });
    return rows.map(refOf);
  }

  async insert(issued: IssuedTokens): Promise<GrantRef | undefined> {
    const { organizationId, accountId } = issued;
    const id = randomUUID();
    const now = this.clock.now();
    const row = {
      id,
      clientId: this.config.clientId,
      organizationId,
      accountId,
      generation: 1,
      signedInGeneration: 1,
      createdAt: now,
    };
    await this.rows
      .createQueryBuilder()
      .insert()
      .values({ ...row, ...this.columnsOf(issued), updatedAt: now })
      .orIgnore()
      .execute();
    // Asked rather than read off the statement: drivers do not agree on what an ignored insert affects.
    const inserted = await this.rows.existsBy({ id });
    return inserted ? { id, organizationId, accountId } : undefined;
  }

  async replace(superseded: SealedGrant, issued: IssuedTokens): Promise<boolean> {
    const generation = superseded.generation + 1;
    const change = { ...this.columnsOf(issued), ...NO_LEASE, generation, signedInGeneration: generation };
    return this.change(superseded.ref, change, { generation: superseded.generation });
  }

  async writeRenewed(hold: RenewalHold, pair: RenewedPair): Promise<boolean> {
    const change: Change = {
      accessToken: pair.accessToken,
      ...(pair.refreshToken === null ? {} : { refreshToken: pair.refreshToken }),
      scopes: pair.scopes.join(','),
      issuedAt: pair.issuedAt,
      expiresAt: pair.expiresAt,
      renewedAt: this.clock.now(),
      health: () => unlessSeenByLiveChat('health', "'ok'"),
      healthCause: () => unlessSeenByLiveChat('health_cause', 'NULL'),
      ...NO_LEASE,
      generation: hold.generation + 1,
    };
    return this.change(hold.grant, change, { generation: hold.generation, leaseOwner: hold.owner });
  }

  async markHeld(hold: RenewalHold, { health, cause }: HealthMark): Promise<boolean> {
    const change: Change = { health, healthCause: cause ?? null, renewalStartedAt: null };
    return this.change(hold.grant, change, { generation: hold.generation, leaseOwner: hold.owner });
  }

  async mark(ref: GrantRef, { health, cause }: HealthMark, from: readonly StoredHealth[]): Promise<boolean> {
    const marked = await this.update({ health, healthCause: cause ?? null })
      .where(this.whereIs(ref))
      .andWhere('health IN (:...from)', { from })
      .execute();
    return marked.affected === 1;
  }

  async rememberRegion(ref: GrantRef, region: string): Promise<void> {
    await this.change(ref, { region }, {});
  }

  async delete({ ref, generation }: SealedGrant): Promise<boolean> {
    const deleted = await this.rows.delete({ ...this.whereIs(ref), generation });
    return deleted.affected === 1;
  }

  private async change(ref: GrantRef, change: Change, onlyIf: FindOptionsWhere<GrantRow>): Promise<boolean> {
    const changed = await this.update(change)
      .where({ ...this.whereIs(ref), ...onlyIf })
      .execute();
    return changed.affected === 1;
  }

  private update(change: Change): UpdateQueryBuilder<GrantRow> {
    return this.rows
      .createQueryBuilder()
      .update()
      .set({ ...change, updatedAt: this.clock.now() });
  }

  private whereIs({ id, organizationId, accountId }: GrantRef): FindOptionsWhere<GrantRow> {
    return { id, organizationId, accountId, clientId: this.config.clientId };
  }

  private async firstRenewable(where: { id?: FindOperator<string> }): Promise<GrantRow | null> {
    const [row] = await this.rows.find({
      where: {
        ...where,
        clientId: this.config.clientId,
        refreshToken: Not(IsNull()),
        health: Not('reauthorization_required'),
      },
      order: { id: 'ASC' },
      take: 1,
    });
    return row ?? null;
  }

  private columnsOf(issued: IssuedTokens) {
    return columnsOfSignIn(issued, this.sealing.seal(issued, issued));
  }

  private opened(row: GrantRow | null): Grant | undefined {
    return row ? grantFrom(row, this.sealing.open(row, row)) : undefined;
  }
}
