import { Injectable } from '@nestjs/common';

import { Log } from '../../../foundation/index.js';
import { TokensService } from '../../../tokens/index.js';
import { GrantObserver } from '../../policy/grant-observer.js';

/** What every link's logins need. */
@Injectable()
export class LoginServices {
  constructor(
    readonly tokens: TokensService,
    readonly observer: GrantObserver,
    readonly log: Log,
  ) {}
}
