import { Injectable } from '@nestjs/common';

import type { Caller } from '../../auth/index.js';
import { SpendCaps } from '../spend/spend-caps.js';
import { RateLimits } from './rate-limits.js';

/** Whether a caller may call just now. */
@Injectable()
export class Admission {
  constructor(
    private readonly caps: SpendCaps,
    private readonly rates: RateLimits,
  ) {}

  /** @throws SpendCapReached or RateLimited */
  admit(caller: Caller): void {
    this.caps.admit(caller.grant.organizationId);
    this.rates.admit(caller);
  }
}
