import { Injectable } from '@nestjs/common';

import type { GrantRef } from '../token-values.js';

@Injectable()
export class Installations {
  grantFor(_who: { organizationId: string; accountId?: string }): Promise<GrantRef> {
    return Promise.reject(new Error('not built yet'));
  }

  generationOf(_organizationId: string): Promise<number | undefined> {
    return Promise.reject(new Error('not built yet'));
  }
}
