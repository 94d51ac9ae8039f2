import { Module } from '@nestjs/common';
import { randomUUID } from 'node:crypto';

import {
  accessToken,
  CodeExchange,
  type GrantRef,
  type GrantSummary,
  InstallationIds,
  Installations,
  type IssuedTokens,
  NotSignedIn,
  ReturnedPairs,
  TokensService,
} from '../../tokens/index.js';

export const ORGANIZATION = '390e44e6-f1e6-4368-9b0e-6e9d7e9e0001';
export const OTHER_ORGANIZATION = '390e44e6-f1e6-4368-9b0e-6e9d7e9e0002';
export const ACCOUNT = 'a0e1c7d2-51c6-4d0e-9e7f-9d1d8f3b0001';

/** A tokens room whose LiveChat says what a test wants, and which remembers what it was asked. */
export class FakeTokens {
  readonly givenBack: IssuedTokens[] = [];
  readonly exchanged: { code: string; codeVerifier: string; redirectUri: string }[] = [];
  readonly grants = new Map<string, GrantRef>();
  readonly generations = new Map<string, number>();
  readonly revoked: GrantRef[] = [];
  /** By organization. */
  readonly installationIds = new Map<string, string>();
  generationsAsked = 0;
  /** What LiveChat answers to a code. */
  answer: (code: string) => Promise<IssuedTokens> = () => Promise.resolve(issuedTokens());

  giveBack(issued: IssuedTokens): Promise<void> {
    this.givenBack.push(issued);
    return Promise.resolve();
  }

  exchange(code: { code: string; codeVerifier: string; redirectUri: string }): Promise<IssuedTokens> {
    this.exchanged.push(code);
    return this.answer(code.code);
  }

  save({ organizationId, accountId }: IssuedTokens): Promise<GrantRef> {
    const grant = this.grants.get(organizationId) ?? { id: randomUUID(), organizationId, accountId };
    this.grants.set(organizationId, grant);
    this.generations.set(organizationId, this.generations.get(organizationId) ?? 1);
    return Promise.resolve(grant);
  }

  revoke(grant: GrantRef): Promise<void> {
    this.revoked.push(grant);
    this.grants.delete(grant.organizationId);
    return Promise.resolve();
  }

  summary(): Promise<GrantSummary> {
    return Promise.resolve({ scopes: ['chats--all:ro'], health: 'ok', expiresAt: Date.UTC(2026, 0, 15, 20) });
  }

  grantFor(who: { organizationId: string; accountId?: string }): Promise<GrantRef> {
    const grant = this.knownGrantFor(who);
    return grant ? Promise.resolve(grant) : Promise.reject(new NotSignedIn('http://localhost/auth/livechat'));
  }

  knownGrantFor(who: { organizationId: string; accountId?: string }): GrantRef | undefined {
    const grant = this.grants.get(who.organizationId);
    return who.accountId === undefined || who.accountId === grant?.accountId ? grant : undefined;
  }

  idOf(organizationId: string): Promise<string | undefined> {
    return Promise.resolve(this.installationIds.get(organizationId));
  }

  knownGenerationOf(organizationId: string): number | undefined {
    this.generationsAsked += 1;
    return this.generations.get(organizationId);
  }

  generationOf(organizationId: string): Promise<number | undefined> {
    this.generationsAsked += 1;
    return Promise.resolve(this.generations.get(organizationId));
  }
}

export function issuedTokens(changes: Partial<IssuedTokens> = {}): IssuedTokens {
  return {
    accessToken: accessToken(`dal:${randomUUID()}`),
    organizationId: ORGANIZATION,
    accountId: ACCOUNT,
    scopes: ['chats--all:ro'],
    issuedAt: 0,
    expiresAt: 28_800_000,
    ...changes,
  };
}

/** Stands where `TokensModule` stands. */
@Module({
  providers: [
    FakeTokens,
    { provide: CodeExchange, useExisting: FakeTokens },
    { provide: ReturnedPairs, useExisting: FakeTokens },
    { provide: TokensService, useExisting: FakeTokens },
    { provide: Installations, useExisting: FakeTokens },
    { provide: InstallationIds, useExisting: FakeTokens },
  ],
  exports: [FakeTokens, CodeExchange, TokensService, ReturnedPairs, Installations, InstallationIds],
})
export class FakeTokensModule {}
