import { Injectable } from '@nestjs/common';

import { DatabaseChanges } from '../../foundation/index.js';
import type { Installation } from '../installations/installation.js';
import type { GrantRef, UsableToken } from '../token-values.js';
import { GrantNews } from './grant-news.js';
import type { Grant } from './grant.js';
import { ReadThrough } from './read-through.js';

/** A grant ready for use: its tokens opened once, and what every request asks of it worked out. */
export interface WarmGrant {
  readonly grant: Grant;
  readonly usable: UsableToken;
  readonly renewAt: number;
  /** LiveChat refused its access token: nobody gets it any more. */
  readonly isRejected: boolean;
}

/** What this process remembers of grants (by id) and installations (by organization): dropped when another one writes. */
@Injectable()
export class CustodyCache {
  readonly grants = new ReadThrough<WarmGrant>();
  readonly installations = new ReadThrough<Installation>();

  constructor(changes: DatabaseChanges, news: GrantNews) {
    const anything = (): void => {
      this.grants.forgetAll();
      this.installations.forgetAll();
    };
    changes.watch('grants', {
      changed: (id = '', organizationId = '') => {
        this.forget({ id, organizationId });
        news.tell(id);
      },
      anything,
    });
    changes.watch('installations', {
      changed: (organizationId = '') => {
        this.installations.forget(organizationId);
      },
      anything,
    });
  }

  /** To be called after every write to a grant, or to the installation that owns it. */
  forget(grant: Pick<GrantRef, 'id' | 'organizationId'>): void {
    this.grants.forget(grant.id);
    this.installations.forget(grant.organizationId);
  }
}
