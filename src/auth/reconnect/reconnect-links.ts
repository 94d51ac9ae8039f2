import { Injectable } from '@nestjs/common';

import { Clock, HttpConfig, Keyring, randomToken, SealedTextUnreadable } from '../../foundation/index.js';
import { TokensConfig } from '../../tokens/index.js';
import { startHref } from '../sign-in/start-request.js';
import { RECONNECT_LINK_LIFETIME_MS, type ReconnectLink } from './reconnect-link.js';
import {
  ReconnectLinkExpired,
  ReconnectLinkInvalid,
  ReconnectLinkOfAnotherApp,
} from './reconnect-refusals.js';

/** No other sealed text of ours, a flow's for instance, passes for a link. */
const BOUND_TO = ['reconnect_link'];
const ID_BYTES = 16;

/** Makes reconnect links, and reads them: their seal says that they are ours. */
@Injectable()
export class ReconnectLinks {
  constructor(
    private readonly keyring: Keyring,
    private readonly tokens: TokensConfig,
    private readonly http: HttpConfig,
    private readonly clock: Clock,
  ) {}

  /** The address to send to an agent of the organization. Nothing is written. */
  create(installation: Pick<ReconnectLink, 'installationId' | 'organizationId'>): {
    url: string;
    expiresAt: number;
  } {
    const expiresAt = this.clock.now() + RECONNECT_LINK_LIFETIME_MS;
    const { clientId } = this.tokens;
    const link: ReconnectLink = { id: randomToken(ID_BYTES), clientId, ...installation, expiresAt };
    const reconnect = this.keyring.seal(JSON.stringify(link), BOUND_TO);
    return { url: new URL(startHref({ reconnect }), this.http.publicUrl).href, expiresAt };
  }

  /** @throws ReconnectLinkInvalid, ReconnectLinkOfAnotherApp, ReconnectLinkExpired */
  read(text: string): ReconnectLink {
    const link = this.open(text);
    if (link.clientId !== this.tokens.clientId) throw new ReconnectLinkOfAnotherApp();
    if (this.clock.now() >= link.expiresAt) throw new ReconnectLinkExpired();
    return link;
  }

  private open(text: string): ReconnectLink {
    try {
      return JSON.parse(this.keyring.open(text, BOUND_TO)) as ReconnectLink;
    } catch (error) {
      throw error instanceof SealedTextUnreadable ? new ReconnectLinkInvalid({ cause: error }) : error;
    }
  }
}
