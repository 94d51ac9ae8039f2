import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Dispatcher, errors, Pool } from 'undici';

import { Turns } from '../limits/turns.js';
import { LiveChatConfig } from '../livechat.config.js';
import { upstreamConnector } from './upstream-connector.js';
import type { UpstreamExchange } from './upstream-exchange.js';

const MAX_CONNECT_MS = 10_000;

export type UpstreamRequest = Pick<Dispatcher.DispatchOptions, 'method' | 'path' | 'headers' | 'body'>;

/** The connections to LiveChat: as many as calls have a turn, one request at a time on each, certificates always verified. */
@Injectable()
export class UpstreamPool implements OnApplicationShutdown {
  private readonly pool: Pool;

  constructor(
    private readonly config: LiveChatConfig,
    /** For each call, before its first request; its replay has none of its own. */
    readonly turns: Turns,
  ) {
    this.pool = new Pool(config.apiUrl.origin, {
      connections: config.limits.concurrency, // so that nothing waits in undici's own queue, first come, first served
      pipelining: 1,
      headersTimeout: config.headersTimeoutMs,
      bodyTimeout: config.idleTimeoutMs,
      connect: upstreamConnector(Math.min(MAX_CONNECT_MS, config.headersTimeoutMs)),
    });
  }

  send(request: UpstreamRequest, exchange: UpstreamExchange): void {
    const isFree = this.pool.dispatch(request, exchange);
    if (!isFree) this.boundWait(exchange);
  }

  /** By then no request is in flight: the server closes first. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }

  /** undici starts its timeouts with the connection. A request that waits for one must not wait for ever. */
  private boundWait(exchange: UpstreamExchange): void {
    const timer = setTimeout(() => {
      if (!exchange.isStarted) exchange.stop(new errors.HeadersTimeoutError('No free connection'));
    }, this.config.headersTimeoutMs);
    timer.unref();
  }
}
