import { Injectable } from '@nestjs/common';

import type { Caller } from '../../auth/index.js';
import { Clock } from '../../foundation/index.js';
import { RateLimited } from '../errors/rate-limited.js';
import { LiveChatConfig } from '../livechat.config.js';
import { RateLimit } from './rate-limit.js';

/** How often a key, and an organization with all its keys and sessions, may call through this process. */
@Injectable()
export class RateLimits {
  private readonly ofKeys: RateLimit | undefined;
  private readonly ofOrganizations: RateLimit | undefined;

  constructor({ limits: { perKey, perOrganization } }: LiveChatConfig, clock: Clock) {
    this.ofKeys = perKey === undefined ? undefined : new RateLimit(perKey, clock);
    this.ofOrganizations = perOrganization === undefined ? undefined : new RateLimit(perOrganization, clock);
  }

  /**
   * Counts one request more.
   *
   * @throws RateLimited when it is one too many, and then it counts for nothing
   */
  admit(caller: Caller): void {
    const ofKeys = caller.kind === 'key' ? this.ofKeys : undefined;
    const keyId = caller.kind === 'key' ? caller.keyId : '';
    const { organizationId } = caller.grant;
    if (ofKeys) mustBeWithin('key', ofKeys, keyId);
    if (this.ofOrganizations) mustBeWithin('organization', this.ofOrganizations, organizationId);
    ofKeys?.take(keyId);
    this.ofOrganizations?.take(organizationId);
  }
}

function mustBeWithin(whose: 'key' | 'organization', limit: RateLimit, name: string): void {
  const waitMs = limit.waitMs(name);
  if (waitMs > 0) throw new RateLimited(whose, limit.perMinute, waitMs);
}
