import type { INestApplicationContext } from '@nestjs/common';

import { ApiKeys, SignInListener, SignInListeners } from '../auth/index.js';
import type { GrantRef } from '../tokens/index.js';
import { developmentSecrets, keepDevelopmentSecrets } from './sandbox-mode.js';

/** An organization that nobody can sign into: what the key is bound to until somebody has signed in. */
const NOBODY_YET = '00000000-0000-0000-0000-000000000000';

/** Follows the latest sign-in, so that the printed `curl` shows the data of whoever signed in last. */
class BindToLatestSignIn extends SignInListener {
  constructor(
    private readonly keys: ApiKeys,
    private readonly keyId: string,
  ) {
    super();
  }

  async signedIn(grant: GrantRef): Promise<void> {
    await this.keys.bind(this.keyId, grant.organizationId);
  }
}

/** The caller key of the `curl` that sandbox mode prints: made at the first start, kept beside the database. */
export async function developmentKey(app: INestApplicationContext, dataDir: string): Promise<string> {
  const keys = app.get(ApiKeys);
  const kept = await keptKey(keys, dataDir);
  const { id, key } = kept ?? (await makeKey(keys, dataDir));
  app.get(SignInListeners).add(new BindToLatestSignIn(keys, id));
  return key;
}

async function keptKey(keys: ApiKeys, dataDir: string): Promise<{ id: string; key: string } | undefined> {
  const { callerKey } = developmentSecrets(dataDir);
  const found = callerKey === undefined ? undefined : await keys.find(callerKey);
  return callerKey !== undefined && found ? { id: found.id, key: callerKey } : undefined;
}

async function makeKey(keys: ApiKeys, dataDir: string): Promise<{ id: string; key: string }> {
  const made = await keys.create({
    role: 'caller',
    organizationId: NOBODY_YET,
    name: 'curl printed by npm start',
  });
  keepDevelopmentSecrets(dataDir, { ...developmentSecrets(dataDir), callerKey: made.key });
  return made;
}
