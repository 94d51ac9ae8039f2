import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { Clock, Log } from '../../foundation/index.js';
import { AccountsHttp } from '../endpoint/accounts-http.js';
import { SHUTDOWN_WAIT_MS } from '../timings.js';
import { TOO_LATE, within } from '../within.js';
import { CustodyBackground } from './custody-background.js';
import { WorkUnderWay } from './work-under-way.js';

/** Lets renewals and revocations under way finish before the process ends: a pair in flight exists nowhere else. */
@Injectable()
export class CustodyStop implements OnApplicationShutdown {
  constructor(
    private readonly background: CustodyBackground,
    private readonly work: WorkUnderWay,
    private readonly http: AccountsHttp,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.background.stop();
    const ended = await within(this.clock, SHUTDOWN_WAIT_MS, this.work.finish());
    if (ended === TOO_LATE) this.log.warn({ event: 'tokens.stopped_with_work_under_way' });
    await this.http.close();
  }
}
