import { beforeEach, describe, expect, it } from '@jest/globals';

import type { GrantStore, RenewalHold, RenewedPair } from '../../src/tokens/grants/grant-store.js';
import type { RenewalLease } from '../../src/tokens/grants/renewal-lease.js';
import {
  type AccountRef,
  accessToken,
  type IssuedTokens,
  refreshToken,
} from '../../src/tokens/token-values.js';

/** A store under test, empty, with the lease that works on the same rows. */
export interface OpenGrantStore {
  readonly store: GrantStore;
  readonly lease: RenewalLease;
  /** A second store on the same rows that belongs to another client id. */
  readonly ofAnotherClient: GrantStore;
  /** A pair sealed for an account, as a renewal would write it. */
  seal(account: AccountRef, pair: { access: string; refresh?: string }): RenewedPair;
  /** Moves the database's clock. */
  advance(ms: number): Promise<void>;
  /** What lies in the database, as text. */
  dump(): Promise<string>;
}

const AGENT: AccountRef = { organizationId: 'org-1', accountId: 'agent-1' };
const COLLEAGUE: AccountRef = { organizationId: 'org-1', accountId: 'agent-2' };
const OWNER = 'owner-1';

function issued(account: AccountRef, name = 'first'): IssuedTokens {
  return {
    ...account,
    accessToken: accessToken(`access-${name}`),
    refreshToken: refreshToken(`refresh-${name}`),
    scopes: ['chats--all:ro', 'customers:ro'],
    issuedAt: 1_000,
    expiresAt: 2_000,
  };
}

/** What every store of grants promises. */
export function grantStoreContract(open: () => Promise<OpenGrantStore>): void {
  describe('a store of grants', () => {
    let opened: OpenGrantStore;

    beforeEach(async () => {
      opened = await open();
    });

    async function inserted(account = AGENT, name?: string) {
      const ref = await opened.store.insert(issued(account, name));
      if (!ref) throw new Error('the account has a grant already');
      return ref;
    }

    async function held(account = AGENT): Promise<RenewalHold> {
      const grant = await inserted(account);
      await opened.lease.acquire(grant, OWNER);
      return { grant, owner: OWNER, generation: 1 };
    }

    async function accessOf(hold: RenewalHold): Promise<string | undefined> {
      return (await opened.store.find(hold.grant))?.accessToken.reveal();
    }

    it('gives back what a sign-in brought', async () => {
      const ref = await inserted();

      expect(await opened.store.find(ref)).toMatchObject({
        ref: { ...AGENT, id: ref.id },
        scopes: ['chats--all:ro', 'customers:ro'],
        issuedAt: 1_000,
        expiresAt: 2_000,
        renewedAt: undefined,
        region: undefined,
        health: 'ok',
        generation: 1,
      });
      expect((await opened.store.find(ref))?.refreshToken?.reveal()).toBe('refresh-first');
    });

    it('keeps a grant that has no refresh token and no scopes', async () => {
      const ref = await opened.store.insert({ ...issued(AGENT), refreshToken: undefined, scopes: [] });

      expect(await opened.store.find(ref!)).toMatchObject({ refreshToken: undefined, scopes: [] });
    });

    it('holds no token as it is', async () => {
      await inserted();

      expect(await opened.dump()).not.toMatch(/access-first|refresh-first/);
    });

    it('finds a grant under its own tenant only', async () => {
      const ref = await inserted();

      expect(await opened.store.find({ ...ref, organizationId: 'org-2' })).toBeUndefined();
      expect(await opened.store.find({ ...ref, accountId: 'agent-2' })).toBeUndefined();
    });

    it('finds a grant under its own client only', async () => {
      const ref = await inserted();

      expect(await opened.ofAnotherClient.find(ref)).toBeUndefined();
      expect(await opened.ofAnotherClient.findByAccount(AGENT)).toBeUndefined();
      expect(await opened.ofAnotherClient.listOf(AGENT.organizationId)).toEqual([]);
    });

    it('lets an account have one grant', async () => {
      await inserted();

      expect(await opened.store.insert(issued(AGENT, 'second'))).toBeUndefined();
      expect((await opened.store.findByAccount(AGENT))?.accessToken.reveal()).toBe('access-first');
    });

    it('lets one of several simultaneous first sign-ins in', async () => {
      const refs = await Promise.all(['a', 'b', 'c'].map((name) => opened.store.insert(issued(AGENT, name))));

      expect(refs.filter((ref) => ref !== undefined)).toHaveLength(1);
    });

    it('lists the grants of an organization, each once', async () => {
      const refs = [await inserted(AGENT), await inserted(COLLEAGUE)];
      await opened.store.insert(issued({ organizationId: 'org-2', accountId: 'agent-1' }));

      const listed = await opened.store.listOf('org-1');

      expect(listed.map(({ ref }) => ref.id).sort()).toEqual(refs.map(({ id }) => id).sort());
      expect(listed.map(({ health }) => health)).toEqual(['ok', 'ok']);
    });

    it('puts a sign-in in place of the pair it read, under a new generation', async () => {
      const ref = await inserted();
      const superseded = await opened.store.findSealed(AGENT);

      expect(await opened.store.replace(superseded!, issued(AGENT, 'second'))).toBe(true);
      expect(await opened.store.find(ref)).toMatchObject({ generation: 2, renewedAt: undefined });
      expect((await opened.store.find(ref))?.accessToken.reveal()).toBe('access-second');
    });

    it('does not replace a pair that was replaced since it was read', async () => {
      await inserted();
      const superseded = await opened.store.findSealed(AGENT);
      await opened.store.replace(superseded!, issued(AGENT, 'second'));

      expect(await opened.store.replace(superseded!, issued(AGENT, 'third'))).toBe(false);
      expect((await opened.store.findByAccount(AGENT))?.accessToken.reveal()).toBe('access-second');
    });

    it('writes a renewed pair for the owner of the lease', async () => {
      const hold = await held();

      const written = await opened.store.writeRenewed(
        hold,
        opened.seal(AGENT, { access: 'access-new', refresh: 'refresh-new' }),
      );

      expect(written).toBe(true);
      const grant = await opened.store.find(hold.grant);
      expect(grant).toMatchObject({ generation: 2, renewalStartedAt: undefined });
      expect(grant?.renewedAt).toEqual(expect.any(Number));
      expect(grant?.accessToken.reveal()).toBe('access-new');
      expect(grant?.refreshToken?.reveal()).toBe('refresh-new');
    });

    it('ends the lease with the write', async () => {
      const hold = await held();
      await opened.store.writeRenewed(hold, opened.seal(AGENT, { access: 'access-new' }));

      expect(await opened.lease.acquire(hold.grant, 'owner-2')).toBe(true);
    });

    it('keeps the refresh token when a renewal brings none', async () => {
      const hold = await held();
      await opened.store.writeRenewed(hold, opened.seal(AGENT, { access: 'access-new' }));

      expect((await opened.store.find(hold.grant))?.refreshToken?.reveal()).toBe('refresh-first');
    });

    it('refuses a renewed pair of another owner', async () => {
      const hold = await held();
      const pair = opened.seal(AGENT, { access: 'access-new' });

      expect(await opened.store.writeRenewed({ ...hold, owner: 'owner-2' }, pair)).toBe(false);
      expect(await accessOf(hold)).toBe('access-first');
    });

    it('refuses a renewed pair that comes after a sign-in', async () => {
      const hold = await held();
      await opened.store.replace((await opened.store.findSealed(AGENT))!, issued(AGENT, 'second'));

      const late = opened.seal(AGENT, { access: 'access-late', refresh: 'refresh-late' });

      expect(await opened.store.writeRenewed(hold, late)).toBe(false);
      expect(await accessOf(hold)).toBe('access-second');
    });

    it('refuses a renewed pair whose grant is gone', async () => {
      const hold = await held();
      await opened.store.delete((await opened.store.findSealed(AGENT))!);

      expect(await opened.store.writeRenewed(hold, opened.seal(AGENT, { access: 'late' }))).toBe(false);
      expect(await opened.store.find(hold.grant)).toBeUndefined();
    });

    it('does not delete a grant whose pair changed since it was read', async () => {
      const hold = await held();
      const read = await opened.store.findSealed(AGENT);
      await opened.store.writeRenewed(hold, opened.seal(AGENT, { access: 'access-new' }));

      expect(await opened.store.delete(read!)).toBe(false);
      expect(await accessOf(hold)).toBe('access-new');
    });

    it('marks what a renewal found out, for the owner of the lease only', async () => {
      const hold = await held();
      const mark = { health: 'degraded', cause: 'invalid_grant' } as const;

      expect(await opened.store.markHeld({ ...hold, owner: 'owner-2' }, mark)).toBe(false);
      expect(await opened.store.markHeld(hold, mark)).toBe(true);
      expect(await opened.store.find(hold.grant)).toMatchObject(mark);
    });

    it('is healthy again after a renewal', async () => {
      const hold = await held();
      await opened.store.markHeld(hold, { health: 'degraded', cause: 'invalid_grant' });
      await opened.store.writeRenewed(hold, opened.seal(AGENT, { access: 'access-new' }));

      expect(await opened.store.find(hold.grant)).toMatchObject({ health: 'ok', cause: undefined });
    });

    it('leaves an expired license to LiveChat’s own answers', async () => {
      const hold = await held();
      await opened.store.mark(hold.grant, { health: 'license_expired', cause: 'license_expired' }, ['ok']);
      await opened.store.writeRenewed(hold, opened.seal(AGENT, { access: 'access-new' }));

      expect(await opened.store.find(hold.grant)).toMatchObject({ health: 'license_expired' });
    });

    it('marks from outside only what is in one of the expected states', async () => {
      const ref = await inserted();

      expect(await opened.store.mark(ref, { health: 'ok' }, ['degraded'])).toBe(false);
      expect(await opened.store.mark(ref, { health: 'account_suspended' }, ['ok', 'degraded'])).toBe(true);
    });

    it('remembers a region until the next sign-in', async () => {
      const ref = await inserted();
      await opened.store.rememberRegion(ref, 'fra');
      expect(await opened.store.find(ref)).toMatchObject({ region: 'fra' });

      await opened.store.replace((await opened.store.findSealed(AGENT))!, issued(AGENT, 'second'));
      expect(await opened.store.find(ref)).toMatchObject({ region: undefined });
    });

    it('lists renewals that began and never ended, once nobody is at them', async () => {
      const hold = await held();
      const other = await held(COLLEAGUE);
      for (const started of [hold, other]) await opened.lease.markStarted(started);
      expect(await opened.store.listUnsettled()).toEqual([]);

      await opened.lease.release(hold.grant, hold.owner);
      expect(await opened.store.listUnsettled()).toEqual([hold.grant]);
      expect(await opened.store.listUnsettled({ ofDeadOwners: true })).toEqual([]);

      await opened.advance(30_000);
      expect(await opened.store.listUnsettled()).toEqual(expect.arrayContaining([hold.grant, other.grant]));
      expect(await opened.store.listUnsettled({ ofDeadOwners: true })).toEqual([other.grant]);
    });

    it('goes round the grants that can be renewed', async () => {
      const refs = [await inserted(AGENT), await inserted(COLLEAGUE)];
      await opened.store.insert({
        ...issued({ organizationId: 'org-2', accountId: 'agent-1' }),
        refreshToken: undefined,
      });
      const ids = refs.map(({ id }) => id).sort();

      const first = await opened.store.nextRenewable('');
      const second = await opened.store.nextRenewable(first!.ref.id);
      const third = await opened.store.nextRenewable(second!.ref.id);

      expect([first, second, third].map((grant) => grant?.ref.id)).toEqual([ids[0], ids[1], ids[0]]);
    });
  });
}
