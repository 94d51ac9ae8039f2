import { Injectable } from '@nestjs/common';

import { keyIdOf } from '../../foundation/index.js';
import { Spool } from '../renewals/spool.js';
import { TokensConfig } from '../tokens.config.js';

/** Knows the keys that the renewed pairs in this machine's spool are sealed with: they go to their rows as they are. */
@Injectable()
export class SpooledKeys {
  constructor(
    private readonly spool: Spool,
    private readonly config: TokensConfig,
  ) {}

  /** For each pair the ids of its keys: one, or two. */
  async ofEachPair(): Promise<readonly (readonly string[])[]> {
    const pairs = await Promise.all((await this.spool.names()).map((name) => this.spool.read(name)));
    return pairs
      .filter((spooled) => spooled?.clientId === this.config.clientId)
      .map((spooled) => keysOf([spooled?.pair.accessToken, spooled?.pair.refreshToken]));
  }
}

function keysOf(sealed: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(sealed.flatMap((text) => (text ? [keyIdOf(text)] : [])))];
}
