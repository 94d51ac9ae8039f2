import { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';

import type { GrantRef } from '../tokens/index.js';
import { AuthorizingInterceptor } from './client/authorizing-interceptor.js';
import { LiveChatClient } from './client/livechat-client.js';
import { LiveChatConfig } from './livechat.config.js';
import { UpstreamTargets } from './policy/upstream-target.js';

/**
 * Calls LiveChat's API as one of the connected accounts, with tokens that renew themselves.
 *
 * ```ts
 * const chats = await this.livechat.as(grant).agent('list_chats', { limit: 25 }, { signal });
 * ```
 */
@Injectable()
export class LiveChatService {
  private readonly targets: UpstreamTargets;

  constructor(
    private readonly http: HttpService,
    interceptor: AuthorizingInterceptor,
    config: LiveChatConfig,
  ) {
    this.targets = new UpstreamTargets(config);
    interceptor.installOn(http.axiosRef);
  }

  /** The API as this grant's account may use it. */
  as(grant: GrantRef): LiveChatClient {
    return new LiveChatClient(this.http.axiosRef, this.targets, grant);
  }
}
