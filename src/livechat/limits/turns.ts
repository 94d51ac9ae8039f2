import { Injectable } from '@nestjs/common';

import { Clock } from '../../foundation/index.js';
import { Busy } from '../errors/busy.js';
import { CallerLeft } from '../errors/caller-left.js';
import type { CallerPresence } from '../gateway/caller-presence.js';
import { LiveChatConfig } from '../livechat.config.js';
import { FairQueue } from './fair-queue.js';

/** A waiting call keeps its body, up to REPLAY_LIMIT_BYTES: the bounds are on memory, too. */
const MOST_WAITING = 4_096;
const MOST_WAITING_OF_ONE = 1_024;
const LONGEST_WAIT_MS = 10_000;
/** One place in so many is kept from an organization that has all the others: slow callers may keep theirs for ever. */
const ONE_KEPT_IN = 16;

type Presence = Pick<CallerPresence, 'mustStay' | 'onLeave' | 'atEnd' | 'holdsPlace'>;
type Begin = () => void;

/**
 * Lets so many calls at once go to LiveChat. Further ones wait, and the organizations they are for take turns.
 *
 * A call has its place until its answer's last byte has left, or its caller; it is handed straight to whoever waits, so
 * nobody waits while one is free.
 */
@Injectable()
export class Turns {
  private readonly places: number;
  private readonly mostOfOne: number;
  private readonly takenBy = new Map<string, number>();
  private taken = 0;
  private readonly queue = new FairQueue<Begin>();

  constructor(
    { limits }: LiveChatConfig,
    private readonly clock: Clock,
  ) {
    this.places = limits.concurrency;
    this.mostOfOne = this.places - Math.floor(this.places / ONE_KEPT_IN);
  }

  get underWay(): number {
    return this.taken;
  }

  get waiting(): number {
    return this.queue.size;
  }

  /**
   * A place for one call: undefined when it has one at once, else what to wait for.
   *
   * @throws CallerLeft, or Busy at once when too many wait; the promise rejects with them, too
   */
  next(organizationId: string, presence: Presence): Promise<void> | undefined {
    presence.mustStay();
    if (presence.holdsPlace) return undefined; // a walk's, for all its pages
    if (this.taken >= this.places || !this.mayTakeMore(organizationId))
      return this.wait(organizationId, presence);
    this.take(organizationId, presence);
    return undefined;
  }

  private wait(organizationId: string, presence: Presence): Promise<void> {
    const { queue } = this;
    if (queue.size >= MOST_WAITING || queue.sizeOf(organizationId) >= MOST_WAITING_OF_ONE)
      throw new Busy('too many calls wait');
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        cancel();
        this.take(organizationId, presence);
        resolve();
      };
      const giveUp = (reason: Error): void => {
        cancel();
        queue.remove(organizationId, begin);
        reject(reason);
      };
      const cancel = this.clock.after(LONGEST_WAIT_MS, () => {
        giveUp(new Busy('waited too long'));
      });
      presence.onLeave(() => {
        giveUp(new CallerLeft());
      });
      queue.push(organizationId, begin);
    });
  }

  private take(organizationId: string, presence: Presence): void {
    this.taken += 1;
    this.takenBy.set(organizationId, (this.takenBy.get(organizationId) ?? 0) + 1);
    presence.atEnd(() => {
      this.giveBack(organizationId);
    });
  }

  /** To whoever is next, at once. */
  private giveBack(organizationId: string): void {
    this.taken -= 1;
    const left = (this.takenBy.get(organizationId) ?? 0) - 1;
    if (left > 0) this.takenBy.set(organizationId, left);
    else this.takenBy.delete(organizationId);
    this.queue.shift(this.mayTakeMore)?.();
  }

  private readonly mayTakeMore = (organizationId: string): boolean =>
    (this.takenBy.get(organizationId) ?? 0) < this.mostOfOne;
}
