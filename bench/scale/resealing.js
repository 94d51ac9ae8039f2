import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';

import { accessToken, refreshToken } from '../../dist/src/tokens/index.js';
import { newEncryptionKey, runCommand } from '../support/product.js';
import { sealingWith } from './sealing.js';
import { organizationIdAt, pairFor } from './tenants.js';

const ROWS = 20_000;

/** Rows a second that one core seals, and opens and seals again as the command does, with no database. */
export function sealingAlone() {
  const before = newEncryptionKey('old');
  const [old, current] = [sealingWith(before), sealingWith(`${newEncryptionKey('new')},${before}`)];
  const rows = Array.from({ length: ROWS }, (_, n) => {
    const account = { organizationId: organizationIdAt(n), accountId: randomUUID() };
    const pair = pairFor(account.organizationId);
    const tokens = {
      accessToken: accessToken(pair.accessToken),
      refreshToken: refreshToken(pair.refreshToken),
    };
    return { account, tokens, sealed: old.seal(account, tokens) };
  });
  return {
    sealed: perSecond(rows, ({ account, tokens }) => current.seal(account, tokens)),
    resealed: perSecond(rows, ({ account, sealed }) => current.seal(account, current.open(account, sealed))),
  };
}

function perSecond(rows, work) {
  const start = performance.now();
  for (const row of rows) work(row);
  return (rows.length / (performance.now() - start)) * 1_000;
}

/** `livechat-app reseal` over all grants, from the start of the process to its end. */
export async function resealEndToEnd({ grants, env }) {
  const ENCRYPTION_KEYS = `${newEncryptionKey(`new${randomUUID().slice(0, 8)}`)},${env.ENCRYPTION_KEYS}`;
  const start = performance.now();
  const { resealed, remaining } = await runCommand(['reseal'], { ...env, ENCRYPTION_KEYS });
  const seconds = (performance.now() - start) / 1_000;
  if (resealed < grants || remaining > 0)
    throw new Error(`${resealed} of ${grants} rows resealed, ${remaining} left`);
  return { grants, seconds, perSecond: resealed / seconds };
}
