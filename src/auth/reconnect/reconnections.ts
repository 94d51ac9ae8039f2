import { Injectable } from '@nestjs/common';

import { Log } from '../../foundation/index.js';
import { InstallationIds } from '../../tokens/index.js';
import type { ReconnectLink } from './reconnect-link.js';
import { ReconnectLinks } from './reconnect-links.js';
import { ReconnectInstallationGone, ReconnectLinkUsed } from './reconnect-refusals.js';
import { UsedReconnectLinks } from './used-reconnect-links.js';

/** What a reconnect link is good for: one sign-in, to the installation it was made for. */
@Injectable()
export class Reconnections {
  constructor(
    private readonly links: ReconnectLinks,
    private readonly used: UsedReconnectLinks,
    private readonly installations: InstallationIds,
    private readonly log: Log,
  ) {}

  /**
   * The link of that text, if it may still be used. Writes nothing.
   *
   * @throws what `ReconnectLinks.read` throws, ReconnectLinkUsed, ReconnectInstallationGone
   */
  async accepted(text: string): Promise<ReconnectLink> {
    const link = this.links.read(text);
    if (await this.used.has(link)) throw new ReconnectLinkUsed();
    const installationId = await this.installations.idOf(link.organizationId);
    if (installationId !== link.installationId) throw new ReconnectInstallationGone();
    return link;
  }

  /**
   * Connects, and uses the link up. It is noted first, so that of two at once one connects; a failure frees it again.
   *
   * @throws what `accepted` throws, and what `connect` does
   */
  async using<Result>(text: string, connect: () => Promise<Result>): Promise<Result> {
    const link = await this.accepted(text);
    await this.used.add(link);
    try {
      return await connect();
    } catch (error) {
      await this.free(link);
      throw error;
    }
  }

  private async free(link: ReconnectLink): Promise<void> {
    try {
      await this.used.remove(link);
    } catch (error) {
      this.log.warn({ event: 'auth.reconnect_link_not_freed', organizationId: link.organizationId, error });
    }
  }
}
