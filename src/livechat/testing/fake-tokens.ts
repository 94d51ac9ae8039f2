import { accessToken, type GrantRef, type Observation, type UsableToken } from '../../tokens/index.js';

/** Stands in for the tokens' keeper: one token for everybody, renewed by counting. */
export class FakeTokens {
  region: string | undefined = 'dal';
  /** Unknown unless a test says. */
  scopes: readonly string[] = [];
  readonly renewals: string[] = [];
  readonly observed: object[] = [];
  /** Ids of grants. */
  readonly askedFor: string[] = [];
  /** What a renewal waits for, or fails with. */
  renewing: () => Promise<void> = () => Promise.resolve();
  /** Who asks for a token waits for this, and fails with it. None is in memory then. */
  asking: (() => Promise<void>) | undefined;
  private current = accessToken('dal:first');

  /** As if it had been read from the database: the same token, another object. */
  readAgain(): void {
    this.current = accessToken(this.current.reveal());
  }

  freshTokenFor(_grant: GrantRef): UsableToken | undefined {
    return this.asking ? undefined : this.usable();
  }

  async accessTokenFor(grant: GrantRef): Promise<UsableToken> {
    this.askedFor.push(grant.id);
    await this.asking?.();
    return this.usable();
  }

  /** As far as anybody asks here. */
  summary(_grant: GrantRef): Promise<{ region: string | undefined }> {
    return Promise.resolve({ region: this.region });
  }

  async renew(
    _grant: GrantRef,
    { rejected }: { rejected: UsableToken['accessToken'] },
  ): Promise<UsableToken> {
    this.renewals.push(rejected.reveal());
    await this.renewing();
    this.current = accessToken(`dal:renewed-${this.renewals.length}`);
    return this.usable();
  }

  observe(_grant: GrantRef, seen: Observation): void {
    this.observed.push(
      Object.fromEntries(
        Object.entries(seen as Record<string, unknown>).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : (value as UsableToken['accessToken']).reveal(),
        ]),
      ),
    );
  }

  private usable(): UsableToken {
    return { accessToken: this.current, region: this.region, scopes: this.scopes };
  }
}
