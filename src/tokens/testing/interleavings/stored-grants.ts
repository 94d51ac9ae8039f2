import Database from 'better-sqlite3';

import type { GrantSealing, SealedPair } from '../../grants/grant-sealing.js';
import type { AccountRef, GrantRef, TokenPair } from '../../token-values.js';
import type { Disk } from './spool-in-memory.js';

/** A grant as the test sees it in the database, its tokens opened. */
export interface StoredGrant {
  readonly ref: GrantRef;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly health: string;
  readonly leaseUntil: number | undefined;
}

interface Row extends GrantRef {
  readonly access_token: string;
  readonly refresh_token: string | null;
  readonly health: string;
  readonly lease_until: number | null;
}

const REFUSE = `CREATE TRIGGER IF NOT EXISTS full BEFORE UPDATE OF access_token ON grants
  BEGIN SELECT RAISE(FAIL, 'disk full'); END`;
const NAME = `UPDATE grants SET id = 'grant-' || ? || '-' || account_id WHERE id NOT LIKE 'grant-%'`;
const READ = `SELECT id, organization_id AS organizationId, account_id AS accountId,
  access_token, refresh_token, health, lease_until FROM grants`;

/** Looks into the database beside the processes, and makes it refuse. */
export class StoredGrants {
  private readonly connection: Database.Database;
  private readonly read: Database.Statement;
  private readonly opened = new Map<string, TokenPair>();
  private turn = 1;

  constructor(
    path: string,
    private readonly sealing: GrantSealing,
  ) {
    this.connection = new Database(path);
    this.connection.pragma('synchronous = OFF');
    this.read = this.connection.prepare(READ);
  }

  close(): void {
    this.connection.close();
  }

  all(): readonly StoredGrant[] {
    return (this.read.all() as Row[]).map((row) => this.granted(row));
  }

  /** The account's grant; without one, what its grant was called. */
  refOf(account: AccountRef): GrantRef {
    const stored = this.all().find(({ ref }) => ref.accountId === account.accountId);
    return stored?.ref ?? { ...account, id: `grant-${account.accountId}` };
  }

  refreshTokensOn(disks: readonly Disk[]): readonly (string | undefined)[] {
    const pairs = disks.flatMap((disk) => [...disk.values()]);
    return pairs.map(({ grant, pair }) => this.open(grant, pair).refreshToken?.reveal());
  }

  /** From now on no pair is written. */
  refuseWrites(): void {
    this.connection.exec(REFUSE);
  }

  acceptWrites(): void {
    this.connection.exec('DROP TRIGGER IF EXISTS full');
  }

  /** A grant's id decides when it is renewed: named in turn, it is renewed at the same time in every repetition of a run. */
  nameInTurn(): void {
    const named = this.connection.prepare(NAME).run(this.turn);
    if (named.changes > 0) this.turn += 1;
  }

  /** For the next run. */
  empty(): void {
    this.opened.clear();
    this.turn = 1;
    this.acceptWrites();
    for (const table of ['grants', 'installations', 'pending_revocations', 'ambiguous_refusals']) {
      this.connection.exec(`DELETE FROM ${table}`);
    }
  }

  private granted({ id, organizationId, accountId, ...row }: Row): StoredGrant {
    const sealed = { accessToken: row.access_token, refreshToken: row.refresh_token };
    const pair = this.open({ organizationId, accountId }, sealed);
    return {
      ref: { id, organizationId, accountId },
      accessToken: pair.accessToken.reveal(),
      refreshToken: pair.refreshToken?.reveal(),
      health: row.health,
      leaseUntil: row.lease_until ?? undefined,
    };
  }

  /** Each pair once: rows are looked at after every statement. */
  private open(account: AccountRef, sealed: SealedPair): TokenPair {
    const opened = this.opened.get(sealed.accessToken) ?? this.sealing.open(account, sealed);
    this.opened.set(sealed.accessToken, opened);
    return opened;
  }
}
