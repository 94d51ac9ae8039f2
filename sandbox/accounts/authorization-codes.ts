import { randomBytes } from 'node:crypto';

import type { SandboxBehavior } from '../behavior.js';
import type { SandboxClock } from '../clock.js';
import type { SandboxGrant } from '../tokens/token-records.js';
import type { CodeChallenge } from './pkce.js';

/** What a code stands for, and what it is bound to. */
export interface CodeContent {
  readonly grant: SandboxGrant;
  readonly redirectUri: string;
  readonly challenge: CodeChallenge | undefined;
}

interface StoredCode extends CodeContent {
  readonly expiresAt: number;
}

/** Codes that have been given out: each may be taken once, within two minutes. */
export class AuthorizationCodes {
  private readonly codes = new Map<string, StoredCode>();

  constructor(
    private readonly clock: SandboxClock,
    private readonly behavior: SandboxBehavior,
  ) {}

  create(content: CodeContent, region: string): string {
    this.forgetExpired();
    const code = `${region}:${randomBytes(24).toString('base64url')}`;
    const expiresAt = this.clock.now() + this.behavior.codeLifetimeSeconds * 1000;
    this.codes.set(code, { ...content, expiresAt });
    return code;
  }

  /** What the code stands for; does not use it up. */
  find(code: string): CodeContent | undefined {
    const stored = this.codes.get(code);
    return stored !== undefined && stored.expiresAt > this.clock.now() ? stored : undefined;
  }

  /** Uses the code up. */
  take(code: string): CodeContent | undefined {
    const content = this.find(code);
    this.codes.delete(code);
    return content;
  }

  reset(): void {
    this.codes.clear();
  }

  private forgetExpired(): void {
    for (const [code, { expiresAt }] of this.codes)
      if (expiresAt <= this.clock.now()) this.codes.delete(code);
  }
}
