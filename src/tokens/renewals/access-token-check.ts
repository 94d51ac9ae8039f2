import { Injectable } from '@nestjs/common';

import { Clock } from '../../foundation/index.js';
import { TokenEndpoint } from '../endpoint/token-endpoint.js';
import { TokenEndpointFailure } from '../endpoint/token-endpoint-failure.js';
import type { Grant } from '../grants/grant.js';
import type { RenewalRequest } from './renewal-request.js';

/** Asks LiveChat whether an access token outlives its refresh token. */
@Injectable()
export class AccessTokenCheck {
  constructor(
    private readonly endpoint: TokenEndpoint,
    private readonly clock: Clock,
  ) {}

  /** @throws TokenEndpointFailure (transient) when LiveChat does not say */
  async isStillGood({ accessToken, expiresAt }: Grant, request: RenewalRequest): Promise<boolean> {
    const isAccepted = await this.isAccepted({ accessToken });
    const isRejected = request.isRejected && accessToken.equals(request.replacing);
    return isAccepted && !isRejected && expiresAt > this.clock.now();
  }

  private async isAccepted({ accessToken }: Pick<Grant, 'accessToken'>): Promise<boolean> {
    try {
      await this.endpoint.info(accessToken);
      return true;
    } catch (error) {
      if (error instanceof TokenEndpointFailure && error.kind === 'permanent') return false;
      throw error;
    }
  }
}
