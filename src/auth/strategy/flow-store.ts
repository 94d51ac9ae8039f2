import { Injectable } from '@nestjs/common';

import { Clock, HttpConfig, randomToken } from '../../foundation/index.js';
import { SignInExpired, SignInLost } from '../sign-in/callback-refusals.js';
import { ConsumedStates } from '../sign-in/consumed-states.js';
import { FlowCookies } from '../sign-in/flow-cookies.js';
import type { Flow, FlowPurpose } from '../sign-in/flow.js';
import type { PassportRequest } from './passport-exchange.js';

/** What a start hands to the store through passport's `state` option. */
export interface NewFlow {
  readonly purpose: FlowPurpose;
  readonly returnTo?: string;
  readonly organizationId?: string;
  readonly reconnect?: string;
}

/**
 * Passport's state store, without a session: the flow travels in a sealed cookie.
 *
 * passport-oauth2 counts the parameters of both methods to learn that it may hand over a PKCE verifier.
 */
@Injectable()
export class FlowStore {
  constructor(
    private readonly cookies: FlowCookies,
    private readonly consumed: ConsumedStates,
    private readonly clock: Clock,
    private readonly http: HttpConfig,
  ) {}

  store(
    request: PassportRequest,
    verifier: string,
    wanted: NewFlow,
    _meta: unknown,
    done: (error: Error | null, state?: string) => void,
  ): void {
    const state = randomToken();
    const flow: Flow = { ...wanted, state, verifier, startedAt: this.clock.now() };
    request.setCookies(this.cookies.beginning(flow, request.cookieHeader));
    done(null, state);
  }

  verify(
    request: PassportRequest,
    state: string,
    done: (error: Error | null, verifier?: string, flow?: Flow) => void,
  ): void {
    this.consume(request, state).then(
      (flow) => {
        done(null, flow.verifier, flow);
      },
      (error: unknown) => {
        done(error as Error);
      },
    );
  }

  /** Compares before it consumes, and consumes before anybody is called. */
  private async consume(request: PassportRequest, state: string): Promise<Flow> {
    const flow = this.cookies.find(state, request.cookieHeader);
    if (!flow) throw new SignInLost(this.http);
    if (this.cookies.isOver(flow)) throw new SignInExpired(flow);
    await this.consumed.consume(state);
    return flow;
  }
}
