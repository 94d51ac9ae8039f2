import type { Clock, Log } from '../../../foundation/index.js';
import type { TokensService } from '../../tokens.service.js';
import type { LiveChatDesk } from './livechat-desk.js';
import { ProcessClock } from './process-clock.js';
import { ProcessLife } from './process-life.js';
import type { SharedDatabase } from './shared-database.js';
import type { Disk } from './spool-in-memory.js';
import { startReplica } from './start-replica.js';
import type { Turns } from './turns.js';

/** What a replica finds around it, whichever process it is. */
export interface Surroundings {
  readonly turns: Turns;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: SharedDatabase;
  readonly desk: LiveChatDesk;
  readonly disk: Disk;
  /** Is told of every statement that is carried out, and of processes that are not heard any more. */
  readonly witness: {
    written(): void;
    silent(process: ProcessLife): void;
    ended(process: ProcessLife): void;
    failedToStart(error: unknown): void;
  };
}

/** A process of ours that is up. */
export interface Running {
  readonly process: ProcessLife;
  readonly tokens: TokensService;
}

/** A replica: one process after the other, each with what the one before left in the data directory. */
export class Replica {
  private process: ProcessLife | undefined;
  private tokens: TokensService | undefined;

  constructor(private readonly around: Surroundings) {}

  /** Undefined while it is down or starting. */
  get running(): Running | undefined {
    return this.process?.isAlive && this.tokens ? { process: this.process, tokens: this.tokens } : undefined;
  }

  /** Returns when its connection is open; the start itself takes its time as all effects do. */
  async start(): Promise<void> {
    if (this.process?.isAlive) return;
    const { turns, log, desk, disk, witness } = this.around;
    const life = new ProcessLife(turns);
    const clock = new ProcessClock(this.around.clock, life);
    this.process = life;
    this.tokens = undefined;
    life.onSilence(() => {
      witness.silent(life);
    });
    life.onEnd(() => {
      witness.ended(life);
    });
    const database = await this.around.database.connect(life, () => {
      witness.written();
    });
    startReplica({ life, clock, log, database, desk, disk }).then(
      (tokens) => {
        if (this.process === life) this.tokens = tokens;
      },
      (error: unknown) => {
        if (life.isAlive) witness.failedToStart(error);
      },
    );
  }

  /** The process dies when so many more moments have passed; see {@link ProcessLife}. */
  crashAfter(moments: number): void {
    this.process?.endAfter(moments);
  }

  stallDatabaseAfter(moments: number): void {
    this.process?.stallAfter(moments);
  }

  resumeDatabase(): void {
    this.process?.isHeardAgain(this.around.clock.now());
    this.process?.resumeDatabase();
  }

  end(): void {
    this.process?.end();
  }
}
