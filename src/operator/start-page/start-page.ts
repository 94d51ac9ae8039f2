import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { Callers } from '../../auth/index.js';
import { AppError, Clock, type HtmlPage, HttpConfig } from '../../foundation/index.js';
import { type GrantRef, type GrantSummary, TokensService } from '../../tokens/index.js';
import { OperatorConfig } from '../operator.config.js';
import { connectedPage } from './connected-page.js';
import { signedOutPage } from './signed-out-page.js';

interface Connection {
  readonly grant: GrantRef;
  readonly summary: GrantSummary;
}

/** Chooses the start page for whoever asks. */
@Injectable()
export class StartPage {
  constructor(
    private readonly callers: Callers,
    private readonly tokens: TokensService,
    private readonly clock: Clock,
    private readonly http: HttpConfig,
    private readonly config: OperatorConfig,
  ) {}

  async for(request: FastifyRequest): Promise<HtmlPage> {
    const surroundings = { publicUrl: this.http.publicUrl, sandboxUrl: this.config.sandboxUrl };
    const connection = await this.connectionOf(request);
    if (!connection) return signedOutPage(surroundings);
    return connectedPage({ ...connection, ...surroundings, nowMs: this.clock.now() });
  }

  /** A session that is bad, over, or whose grant is gone is no connection; a database that fails is an error. */
  private async connectionOf(request: FastifyRequest): Promise<Connection | undefined> {
    try {
      const caller = await this.callers.identify(request);
      if (caller?.kind !== 'session') return undefined;
      return { grant: caller.grant, summary: await this.tokens.summary(caller.grant) };
    } catch (error) {
      if (error instanceof AppError && error.status < 500) return undefined;
      throw error;
    }
  }
}
