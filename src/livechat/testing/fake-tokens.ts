import { accessToken, type GrantRef, type Observation, type UsableToken } from '../../tokens/index.js';

/** Stands in for the tokens' keeper: one token for everybody, renewed by counting. */
export class FakeTokens {
  current = 'dal:first';
  region: string | undefined = 'dal';
  readonly renewals: string[] = [];
  readonly observed: object[] = [];
  /** What a renewal waits for, or fails with. */
  renewing: () => Promise<void> = () => Promise.resolve();

  accessTokenFor(_grant: GrantRef): Promise<UsableToken> {
    return Promise.resolve(this.usable());
  }

  async renew(
    _grant: GrantRef,
    { rejected }: { rejected: UsableToken['accessToken'] },
  ): Promise<UsableToken> {
    this.renewals.push(rejected.reveal());
    await this.renewing();
    this.current = `dal:renewed-${this.renewals.length}`;
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
    return { accessToken: accessToken(this.current), region: this.region };
  }
}
