import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { withoutEmpty } from '../app.config.js';
import { StartRefused } from '../foundation/index.js';
import type { Environment } from './environment.js';

/** Where the sandbox is, and who we are to it. */
export interface SandboxAccess {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Stands for the sandbox where none runs: for checks before it starts, and for commands. */
export const NO_SANDBOX_YET: SandboxAccess = {
  url: 'http://127.0.0.1',
  clientId: 'sandbox-client',
  clientSecret: 'none',
};

const developmentSecretsShape = z.object({ encryptionKeys: z.string(), callerKey: z.string().optional() });

/** Secrets that the first start on a laptop makes for itself. */
export type DevelopmentSecrets = z.infer<typeof developmentSecretsShape>;

/** Whether LiveChat is played by the sandbox: no client named, and not production. */
export function isSandboxMode(environment: Environment): boolean {
  const { LIVECHAT_CLIENT_ID, LIVECHAT_CLIENT_SECRET, NODE_ENV } = withoutEmpty(environment);
  return !LIVECHAT_CLIENT_ID && !LIVECHAT_CLIENT_SECRET && NODE_ENV?.trim() !== 'production';
}

/** The environment as it would be had somebody configured the sandbox as LiveChat. */
export function sandboxEnvironment(environment: Environment, sandbox: SandboxAccess): Environment {
  const given = withoutEmpty(environment);
  return {
    ...given,
    LIVECHAT_CLIENT_ID: sandbox.clientId,
    LIVECHAT_CLIENT_SECRET: sandbox.clientSecret,
    LIVECHAT_ACCOUNTS_URL: sandbox.url,
    LIVECHAT_API_URL: sandbox.url,
    ENCRYPTION_KEYS: given.ENCRYPTION_KEYS ?? developmentSecrets(dataDirOf(given)).encryptionKeys,
  };
}

export function dataDirOf(environment: Environment): string {
  return withoutEmpty(environment).DATA_DIR ?? 'data';
}

/** Reads the development secrets, making them at the first start. */
export function developmentSecrets(dataDir: string): DevelopmentSecrets {
  const file = secretsFile(dataDir);
  if (existsSync(file)) return readSecrets(file);
  const secrets = { encryptionKeys: `development:${randomBytes(32).toString('base64')}` };
  keepDevelopmentSecrets(dataDir, secrets);
  return secrets;
}

export function keepDevelopmentSecrets(dataDir: string, secrets: DevelopmentSecrets): void {
  const file = secretsFile(dataDir);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
    chmodSync(file, 0o600); // the mode above is only for a new file
  } catch (cause) {
    throw new StartRefused(`${file} cannot be written: ${(cause as Error).message}. Check DATA_DIR.`, {
      cause,
    });
  }
}

function secretsFile(dataDir: string): string {
  return join(dataDir, 'development-secrets.json');
}

function readSecrets(file: string): DevelopmentSecrets {
  try {
    return developmentSecretsShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new StartRefused(
      `${file} cannot be read. Delete it together with the SQLite file to start afresh.`,
      {
        cause,
      },
    );
  }
}
