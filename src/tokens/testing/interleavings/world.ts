import type { ManualClock } from '../../../../test/support/manual-clock.js';
import { RENEWAL_SPREAD } from '../../timings.js';
import { Callers } from './callers.js';
import { LiveChatDesk } from './livechat-desk.js';
import { type ClientKind, LiveChatModel, type TokenFamily } from './livechat-model.js';
import type { ProcessLife } from './process-life.js';
import { ReplacedFamilies } from './replaced-families.js';
import { Replica } from './replica.js';
import type { Ground } from './ground.js';
import { settings } from './start-replica.js';
import type { Disk } from './spool-in-memory.js';
import type { StoredGrant, StoredGrants } from './stored-grants.js';
import type { Turns } from './turns.js';

const STEP_MS = 1_000;

/** What is drawn once for a run. */
export interface Circumstances {
  readonly kind: ClientKind;
  readonly replicas: number;
  readonly isDiskShared: boolean;
  /** In turns of the event loop: one effect after the other takes the next, round and round. */
  readonly effectLengths: readonly number[];
  readonly luck: number;
}

/** Replicas on one database, LiveChat, callers and a clock; and what went against the rules. */
export class World {
  readonly violations: string[] = [];
  readonly seen: Set<string>;
  private readonly clock: ManualClock;
  readonly livechat: LiveChatModel;
  readonly desk: LiveChatDesk;
  readonly callers: Callers;
  readonly replicas: readonly Replica[];
  readonly disks: readonly Disk[];
  readonly stored: StoredGrants;
  private readonly turns: Turns;
  private hasCrashed = false;
  readonly replaced = new ReplacedFamilies();

  constructor(ground: Ground, { kind, replicas, isDiskShared, effectLengths, luck }: Circumstances) {
    const report = (violation: string): void => void this.violations.push(violation);
    ground.turns.restart(effectLengths);
    ground.luck.restart(luck);
    ground.stored.empty();
    this.seen = ground.seen;
    this.turns = ground.turns;
    this.clock = ground.clock;
    this.stored = ground.stored;
    this.livechat = new LiveChatModel(this.clock, kind);
    this.desk = new LiveChatDesk(this.livechat, this.clock, report, (refreshed, presented) =>
      this.objectionTo(refreshed, presented),
    );
    this.callers = new Callers(this.livechat, report);
    this.disks = Array.from({ length: isDiskShared ? 1 : replicas }, () => new Map<string, never>());
    this.replicas = Array.from({ length: replicas }, (_, at) => {
      const disk = this.disks[at % this.disks.length] ?? new Map<string, never>();
      return new Replica({ ...ground, desk: this.desk, disk, witness: this.witness(report) });
    });
  }

  get now(): number {
    return this.clock.now();
  }

  settle(): Promise<void> {
    return this.turns.settle();
  }

  async passTime(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      const step = Math.min(left, STEP_MS);
      await this.clock.advance(step);
      this.callers.timePassed(step);
    }
  }

  /** Whether its newest refresh token would survive all processes. */
  isKept(family: TokenFamily): boolean {
    const stored = this.stored.all().map(({ refreshToken }) => refreshToken);
    return stored.includes(family.refreshToken) || this.isOnDisk(family);
  }

  end(): void {
    for (const { loss } of this.livechat.families) if (loss) this.seen.add(loss);
    for (const replica of this.replicas) replica.end();
  }

  private witness(report: (violation: string) => void) {
    return {
      written: () => {
        for (const { ref, accessToken } of this.stored.all()) {
          this.callers.noteWritten(accessToken);
          const family = this.livechat.familyOf(accessToken);
          if (family && this.replaced.isBack(ref, family))
            report('3: a pair came after the sign-in that replaced it');
        }
        if (this.disks.some((disk) => disk.size > 0)) this.seen.add('a pair in the spool');
      },
      ended: (process: ProcessLife) => {
        this.hasCrashed = true;
        this.noteLosses(process);
      },
      silent: (process: ProcessLife) => {
        this.fallSilent(process);
      },
      failedToStart: (error: unknown) => {
        report(`5: a replica does not start: ${String(error)}`);
      },
    };
  }

  private objectionTo(refreshed: TokenFamily, presented?: string): string | undefined {
    if (this.isNeedless(refreshed)) return '1: a good token is renewed';
    const isUsed = presented !== refreshed.refreshToken && refreshed.holder?.isAlive === false;
    if (isUsed && this.disks.length === 1 && this.isOnDisk(refreshed))
      return '3: a used refresh token is presented, and what it brought lies in the spool';
    return undefined;
  }

  /** What an unsettled renewal or the alarm's probe asks is not: it does not go by the token's age. */
  private isNeedless(refreshed: TokenFamily): boolean {
    if (this.hasCrashed || this.desk.hasRaisedAlarm) return false;
    const isOfFamily = ({ accessToken }: StoredGrant) => this.livechat.familyOf(accessToken) === refreshed;
    const stored = this.stored.all().find(isOfFamily); // none when a sign-in came meanwhile
    if (!stored || this.callers.wasRejected(stored.accessToken)) return false;
    return (
      this.livechat.remainingMs(stored.accessToken) > settings.renewBeforeExpiryMs * (1 + RENEWAL_SPREAD)
    );
  }

  private isOnDisk(family: TokenFamily): boolean {
    return this.stored.refreshTokensOn(this.disks).includes(family.refreshToken);
  }

  private fallSilent(process: ProcessLife): void {
    for (const { ref, leaseUntil } of this.stored.all()) process.fallsSilent(ref, leaseUntil ?? 0);
  }

  /** A pair may die with a process only while neither the database nor a disk has it. */
  private noteLosses(process: ProcessLife): void {
    for (const family of this.livechat.heldBy(process)) {
      if (!this.isKept(family))
        family.loss ??= 'the newest refresh token died with a process before it was on disk';
    }
  }
}
