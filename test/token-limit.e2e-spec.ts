import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../sandbox/index.js';
import type { Browser } from './support/browser.js';
import type { ManualClock } from './support/manual-clock.js';
import { reconnectLinkTo } from './support/reconnect-link.js';
import { signInThroughSandbox } from './support/sign-in.js';
import { type RunningApp, startApp } from './support/start-app.js';

const { carla } = AGENTS;
const { northwind, soehne } = ORGANIZATIONS;
const path = '/livechat/agent/action/_echo';
const LIMIT = 25;
const ROUNDS = 40;

/**
 * Carla is connected to two organizations, and LiveChat counts her tokens in both together: signing in to one again and
 * again must not end the pair of the other.
 */
class BusyAgent {
  private constructor(
    readonly app: RunningApp<ManualClock>,
    private readonly elsewhere: Browser,
    private readonly tokenElsewhere: string,
  ) {}

  static async start(): Promise<BusyAgent> {
    const app = await startApp();
    const elsewhere = await app.signIn(carla.accountId, soehne.id);
    const [tokenElsewhere = ''] = app.sandbox.tokens.aliveAccessTokens(carla);
    return new BusyAgent(app, elsewhere, tokenElsewhere);
  }

  /** One more sign-in, by a reconnect link every third time; every fourth is followed by a renewal. */
  async signIn(round: number): Promise<void> {
    const browser = this.app.browser();
    const startAt = round % 3 === 0 ? await reconnectLinkTo(this.app, northwind.id) : '/auth/livechat';
    const choice = { startAt, agent: carla, organization: northwind };
    expect((await signInThroughSandbox(browser, this.app.sandbox, choice)).status).toBe(302);
    this.count();
    if (round % 4 === 0) this.app.sandbox.faults.expire({ account: carla, organization: northwind });
    expect((await browser.fetch(path)).status).toBe(200);
    this.count();
    await this.app.clock.advance(31_000);
    this.count();
  }

  /** A reconnect link for one organization, answered for the other. */
  async signInWrongly(): Promise<void> {
    const startAt = await reconnectLinkTo(this.app, northwind.id);
    const choice = { startAt, agent: carla, organization: soehne };
    expect((await signInThroughSandbox(this.app.browser(), this.app.sandbox, choice)).status).toBe(403);
    this.count();
  }

  async stillWorksElsewhere(): Promise<void> {
    expect((await this.elsewhere.fetch(path)).status).toBe(200);
    expect(this.app.sandbox.requests.last?.headers.authorization).toBe(`Bearer ${this.tokenElsewhere}`);
  }

  /** The sandbox never holds more than the limit: it ends the oldest, which no live pair may be. */
  private count(): void {
    const { tokens } = this.app.sandbox;
    const { access, refresh } = tokens.alive(carla);
    expect(Math.max(access, refresh)).toBeLessThanOrEqual(LIMIT);
    expect(tokens.evicted(carla)).toEqual([]);
    expect(tokens.isAlive(this.tokenElsewhere)).toBe(true);
  }
}

describe('LiveChat’s limit of 25 tokens for an account', () => {
  it('is never near in 40 sign-ins with renewals, reconnects and refusals between', async () => {
    const agent = await BusyAgent.start();

    for (let round = 1; round <= ROUNDS; round += 1) {
      await agent.signIn(round);
      if (round % 10 === 0) await agent.signInWrongly();
      expect(agent.app.sandbox.tokens.alive(carla)).toEqual({ access: 2, refresh: 2 });
    }

    await agent.stillWorksElsewhere();
  });

  it('is not reached while LiveChat revokes nothing for a time, and all is revoked when it does', async () => {
    const agent = await BusyAgent.start();
    const { faults, tokens } = agent.app.sandbox;

    for (let round = 1; round <= ROUNDS; round += 1) {
      if (round === 5) faults.serverError({ on: 'revoke' });
      if (round === 10) await agent.signInWrongly();
      if (round === 20) faults.clear();
      await agent.signIn(round);
      if (round === 19) expect(tokens.alive(carla).refresh).toBeGreaterThan(15);
    }
    await agent.app.clock.advance(600_000);

    expect(tokens.alive(carla)).toEqual({ access: 2, refresh: 2 });
    await agent.stillWorksElsewhere();
  });
});
