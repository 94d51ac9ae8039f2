import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';

import { Clock, sweepOlder } from '../../foundation/index.js';
import { isUniqueViolation } from '../unique-violation.js';
import type { ReconnectLink } from './reconnect-link.js';
import { ReconnectLinkUsed } from './reconnect-refusals.js';
import { UsedReconnectLink } from './used-reconnect-link.entity.js';

/** Past a link's expiry nobody accepts it, whatever the clocks of other replicas say. */
const KEPT_AFTER_EXPIRY_MS = 3_600_000;

/** Links that were used. Each is good once, on whichever replica it arrives. */
@Injectable()
export class UsedReconnectLinks {
  constructor(
    @InjectRepository(UsedReconnectLink) private readonly rows: Repository<UsedReconnectLink>,
    private readonly clock: Clock,
  ) {}

  has({ id }: ReconnectLink): Promise<boolean> {
    return this.rows.existsBy({ linkId: id });
  }

  /**
   * Notes the use by one insert: of two at once the unique key lets one win.
   *
   * @throws ReconnectLinkUsed
   */
  async add({ id, expiresAt }: ReconnectLink): Promise<void> {
    await sweepOlder(this.rows, 'expiresAt', this.clock.now() - KEPT_AFTER_EXPIRY_MS);
    try {
      await this.rows.insert({ linkId: id, expiresAt });
    } catch (error) {
      throw isUniqueViolation(error) ? new ReconnectLinkUsed({ cause: error }) : error;
    }
  }

  /** The use came to nothing: the link is good again. */
  async remove({ id }: ReconnectLink): Promise<void> {
    await this.rows.delete({ linkId: id });
  }
}
