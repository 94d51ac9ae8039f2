import { Injectable } from '@nestjs/common';

import { type GrantRef, type IssuedTokens, ReturnedPairs, TokensService } from '../../tokens/index.js';
import { ReconnectOtherOrganization } from '../reconnect/reconnect-refusals.js';
import { Reconnections } from '../reconnect/reconnections.js';
import { OtherOrganization } from './callback-refusals.js';
import type { FinishedFlow } from './finished-flow.js';
import type { Flow } from './flow.js';

/** Takes the tokens of a sign-in into custody, or gives them back to LiveChat. */
@Injectable()
export class TokenIntake {
  constructor(
    private readonly tokens: TokensService,
    private readonly returned: ReturnedPairs,
    private readonly reconnections: Reconnections,
  ) {}

  /**
   * Tokens that are not stored are revoked: nobody would ever use them.
   *
   * @throws OtherOrganization or ReconnectOtherOrganization when LiveChat answered for another one than was asked for
   * @throws what `Reconnections.using` throws when the link is no longer good
   */
  async store({ issued, flow }: FinishedFlow): Promise<GrantRef> {
    try {
      refuseOtherOrganization(issued, flow);
      const save = (): Promise<GrantRef> => this.tokens.save(issued);
      return await (flow.reconnect === undefined ? save() : this.reconnections.using(flow.reconnect, save));
    } catch (error) {
      await this.returned.giveBack(issued);
      throw error;
    }
  }
}

function refuseOtherOrganization(issued: IssuedTokens, flow: Flow): void {
  const wanted = flow.organizationId;
  if (wanted === undefined || wanted === issued.organizationId.toLowerCase()) return;
  throw flow.reconnect === undefined ? new OtherOrganization(flow) : new ReconnectOtherOrganization(flow);
}
