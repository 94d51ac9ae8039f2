import { createHash, timingSafeEqual } from 'node:crypto';

const ALPHABET = /^[A-Za-z0-9\-._~]{43,128}$/;

/** What an app promised at the authorization step. */
export interface CodeChallenge {
  readonly challenge: string;
  readonly method: 'S256' | 'plain';
}

/** LiveChat's table writes `s256`, its text and its SDK `S256`; left out it is `plain`. */
export function challengeMethodOf(method: string): CodeChallenge['method'] | undefined {
  if (method === 'S256' || method === 's256') return 'S256';
  return method === 'plain' || method === '' ? 'plain' : undefined;
}

export function isWellFormed(challengeOrVerifier: string): boolean {
  return ALPHABET.test(challengeOrVerifier);
}

export function verifies({ challenge, method }: CodeChallenge, verifier: string): boolean {
  const shown = method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  return shown.length === challenge.length && timingSafeEqual(Buffer.from(shown), Buffer.from(challenge));
}
