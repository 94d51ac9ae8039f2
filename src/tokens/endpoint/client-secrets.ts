import { Injectable } from '@nestjs/common';

import type { ClientSecret } from '../token-values.js';
import { TokensConfig } from '../tokens.config.js';
import { TokenEndpointFailure } from './token-endpoint-failure.js';

/** The client's secrets while one is rolled over: the one that worked last is tried first. */
@Injectable()
export class ClientSecrets {
  private readonly inOrder: (ClientSecret | undefined)[];

  constructor({ clientSecrets }: TokensConfig) {
    this.inOrder = clientSecrets.length > 0 ? [...clientSecrets] : [undefined];
  }

  /**
   * Calls with one secret after the other, as long as LiveChat says that it is the secret that is wrong.
   *
   * A public client calls once, with none.
   */
  async withEach<Result>(call: (secret: ClientSecret | undefined) => Promise<Result>): Promise<Result> {
    let refusal: unknown;
    for (const secret of [...this.inOrder]) {
      try {
        const result = await call(secret);
        this.prefer(secret);
        return result;
      } catch (error) {
        if (!blamesClient(error)) throw error;
        refusal = error;
      }
    }
    throw refusal;
  }

  private prefer(secret: ClientSecret | undefined): void {
    const at = this.inOrder.indexOf(secret);
    if (at > 0) this.inOrder.unshift(...this.inOrder.splice(at, 1));
  }
}

/** Anything else may have used up a code: https://platform.text.com/docs/authorization/troubleshooting */
function blamesClient(error: unknown): boolean {
  if (!(error instanceof TokenEndpointFailure) || error.kind !== 'configuration') return false;
  return error.error === 'invalid_client' || error.error === 'unauthorized_client';
}
