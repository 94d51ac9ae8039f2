import { Injectable } from '@nestjs/common';

import { GrantObservations } from '../grants/grant-observations.js';
import { PairWriter } from '../renewals/pair-writer.js';
import { TokenRefresher } from '../renewals/token-refresher.js';
import { RevocationOutbox } from '../revocations/revocation-outbox.js';

/** What a stopping process must see through. */
@Injectable()
export class WorkUnderWay {
  constructor(
    private readonly writer: PairWriter,
    private readonly refresher: TokenRefresher,
    private readonly outbox: RevocationOutbox,
    private readonly observations: GrantObservations,
  ) {}

  /** Renewals first: one that comes too late leaves a pair to revoke. */
  async finish(): Promise<void> {
    this.writer.stop();
    await this.refresher.stop();
    await this.outbox.stop();
    await this.observations.settled();
  }
}
