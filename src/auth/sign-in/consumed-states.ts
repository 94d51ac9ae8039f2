import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';

import { Clock, sha256, sweepOlder } from '../../foundation/index.js';
import { isUniqueViolation } from '../unique-violation.js';
import { SignInAlreadyUsed } from './callback-refusals.js';
import { ConsumedState } from './consumed-state.entity.js';
import { FLOW_LIFETIME_MS } from './flow.js';

/** Past this no flow of that state can be opened any more, so nobody needs to know that it was consumed. */
const KEPT_FOR_MS = 2 * FLOW_LIFETIME_MS;

/** States that have come back from LiveChat. Each is accepted once, on whichever replica it arrives. */
@Injectable()
export class ConsumedStates {
  constructor(
    @InjectRepository(ConsumedState) private readonly rows: Repository<ConsumedState>,
    private readonly clock: Clock,
  ) {}

  /**
   * Consumes a state by one insert: of two at once the unique key lets one win.
   *
   * @throws SignInAlreadyUsed
   */
  async consume(state: string): Promise<void> {
    const now = this.clock.now();
    await sweepOlder(this.rows, 'consumedAt', now - KEPT_FOR_MS);
    try {
      await this.rows.insert({ stateDigest: sha256(state).toString('base64url'), consumedAt: now });
    } catch (error) {
      throw isUniqueViolation(error) ? new SignInAlreadyUsed({ cause: error }) : error;
    }
  }
}
