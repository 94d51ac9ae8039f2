import { Injectable, type OnModuleDestroy } from '@nestjs/common';

import { Clock, Log } from '../../foundation/index.js';
import { GatewayCounts } from '../gateway/gateway-counts.js';
import { NO_LONGER_ALLOWED, SERVER_STOPPING } from './link/ending.js';
import { LinkChecks } from './link/link-checks.js';
import { type CloseCodes, type OpenedLink, RtmLink } from './link/rtm-link.js';
import { LoginServices } from './login/login-services.js';

const CHECK_EVERY_MS = 1_000;
const BEAT_EVERY_MS = 30_000;

/** The open links: watched while there are any, and ended when their caller may not have them any more. */
@Injectable()
export class RtmLinks implements OnModuleDestroy {
  private readonly links = new Set<RtmLink>();
  private readonly underCheck = new Set<RtmLink>();
  private watches: (() => void)[] = [];
  private isStopping = false;

  constructor(
    private readonly checks: LinkChecks,
    private readonly services: LoginServices,
    private readonly counts: GatewayCounts,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  open(opened: OpenedLink): void {
    const openedAt = this.clock.now();
    const link = new RtmLink(opened, this.services, this.clock, (codes) => {
      this.closed(link, codes, this.clock.now() - openedAt);
    });
    this.links.add(link);
    this.counts.openLinks += 1;
    if (this.links.size === 1) this.watch();
    const { request, caller } = opened;
    this.log.info({
      event: 'rtm.opened',
      requestId: request.id,
      callerKind: caller.kind,
      organizationId: caller.grant.organizationId,
    });
    if (this.isStopping) link.end(SERVER_STOPPING);
  }

  /** The server is about to close, and would wait for every connection. */
  onModuleDestroy(): void {
    this.isStopping = true;
    for (const link of this.links) link.end(SERVER_STOPPING);
  }

  private watch(): void {
    this.watches = [
      this.clock.every(CHECK_EVERY_MS, () => {
        for (const link of this.links) void this.check(link);
      }),
      this.clock.every(BEAT_EVERY_MS, () => {
        for (const link of this.links) link.beat();
      }),
    ];
  }

  private async check(link: RtmLink): Promise<void> {
    if (this.underCheck.has(link)) return;
    this.underCheck.add(link);
    const mayStay = await this.checks.mayStay(link);
    this.underCheck.delete(link);
    if (!mayStay) link.end(NO_LONGER_ALLOWED);
  }

  private closed(link: RtmLink, codes: CloseCodes, ms: number): void {
    this.links.delete(link);
    this.counts.openLinks -= 1;
    if (this.links.size === 0) for (const stop of this.watches.splice(0)) stop();
    this.log.info({
      event: 'rtm.closed',
      requestId: link.opened.request.id,
      callerCode: codes.caller,
      liveChatCode: codes.liveChat,
      ms,
    });
  }
}
