import { Injectable } from '@nestjs/common';

import { Callers } from '../../../auth/index.js';
import { AppError } from '../../../foundation/index.js';
import { TokensService } from '../../../tokens/index.js';
import type { RtmLink } from './rtm-link.js';

/** Whether those who opened links may still have them. From memory, for as long as nothing has changed. */
@Injectable()
export class LinkChecks {
  constructor(
    private readonly callers: Callers,
    private readonly tokens: TokensService,
  ) {}

  /** False once the session has ended, the key was revoked, or the grant is gone. */
  async mayStay({ opened, grant }: RtmLink): Promise<boolean> {
    try {
      const caller = this.callers.known(opened.request) ?? (await this.callers.identify(opened.request));
      if (caller?.grant.organizationId !== grant.organizationId) return false;
      if (!this.tokens.freshTokenFor(grant)) await this.tokens.summary(grant); // which knows when it is gone
      return true;
    } catch (error) {
      return !(error instanceof AppError) || error.status >= 500; // a database in trouble ends nobody's session
    }
  }
}
