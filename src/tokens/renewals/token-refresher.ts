import { Injectable } from '@nestjs/common';

import { AppError, Clock, Log } from '../../foundation/index.js';
import { RenewalUnavailable } from '../errors/renewal-unavailable.js';
import type { WarmGrant } from '../grants/custody-cache.js';
import { COOL_DOWN_FIRST_MS, RENEWAL_DEADLINE_MS } from '../timings.js';
import type { AccessToken, GrantRef } from '../token-values.js';
import { TOO_LATE, within } from '../within.js';
import { RenewalCoolDowns } from './cool-downs.js';
import { RenewalGate } from './renewal-gate.js';
import type { RenewalRequest } from './renewal-request.js';
import { RenewalTurns } from './renewal-turns.js';

/** A caller may join a renewal that began before its own token was rejected, and has to go round again. */
const ROUNDS = 3;

/** Renews a grant's tokens once, however many callers in this process ask. */
@Injectable()
export class TokenRefresher {
  private readonly flights = new Map<string, Promise<WarmGrant>>();
  private isStopped = false;

  constructor(
    private readonly turns: RenewalTurns,
    private readonly gate: RenewalGate,
    private readonly coolDowns: RenewalCoolDowns,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** How many grants are being renewed, or wait for another replica to do it. */
  get underWay(): number {
    return this.flights.size;
  }

  /**
   * The grant with an access token other than `replacing`. Whoever waits too long gets 503; the renewal goes on.
   *
   * @throws NotSignedIn, RenewalUnavailable, FixConfiguration or ReauthorizationRequired
   */
  async renew(ref: GrantRef, request: RenewalRequest): Promise<WarmGrant> {
    const deadline = this.clock.now() + RENEWAL_DEADLINE_MS;
    for (let round = 0; round < ROUNDS; round += 1) {
      const flight = this.flights.get(ref.id) ?? this.begin(ref, request);
      const warm = await within(this.clock, deadline - this.clock.now(), flight);
      if (warm === TOO_LATE) break;
      if (!warm.grant.accessToken.equals(request.replacing)) return warm;
    }
    throw new RenewalUnavailable(COOL_DOWN_FIRST_MS);
  }

  /** Renews while nobody waits, unless that is under way or would be too soon. Failures are logged, not thrown. */
  renewInBackground(ref: GrantRef, replacing: AccessToken): void {
    if (this.isStopped || this.flights.has(ref.id) || !this.gate.isOpenFor(ref)) return;
    void this.begin(ref, { replacing, isRejected: false });
  }

  /** Asks LiveChat on behalf of one grant although the configuration alarm is raised. */
  async probe(ref: GrantRef, replacing: AccessToken): Promise<void> {
    if (this.isStopped || this.flights.has(ref.id)) return;
    await this.begin(ref, { replacing, isRejected: false, isProbe: true }).catch(() => undefined);
  }

  /** Begins nothing in the background any more, and resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.turns.stop();
    await Promise.allSettled(this.flights.values());
  }

  private begin(ref: GrantRef, request: RenewalRequest): Promise<WarmGrant> {
    const flight = this.fly(ref, request).finally(() => this.flights.delete(ref.id));
    flight.catch(() => undefined); // callers see it fail; without one the log does
    this.flights.set(ref.id, flight);
    return flight;
  }

  private async fly(ref: GrantRef, request: RenewalRequest): Promise<WarmGrant> {
    try {
      const warm = await this.turns.renewed(ref, request);
      this.coolDowns.afterFailure.end(ref.id);
      return warm;
    } catch (error) {
      if (error instanceof AppError) throw error;
      this.log.error({ event: 'tokens.renewal_failed', ...ref, kind: 'internal', error });
      throw new RenewalUnavailable(this.coolDowns.afterFailure.begin(ref.id), { cause: error });
    }
  }
}
