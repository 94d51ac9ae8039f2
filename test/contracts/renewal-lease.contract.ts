import { beforeEach, describe, expect, it } from '@jest/globals';

import type { RenewalLease } from '../../src/tokens/grants/renewal-lease.js';
import type { GrantRef } from '../../src/tokens/token-values.js';

/** A lease under test, with two grants nobody holds, under generation 1. */
export interface OpenRenewalLease {
  readonly lease: RenewalLease;
  readonly grant: GrantRef;
  readonly otherGrant: GrantRef;
  /** Moves the database's clock. */
  advance(ms: number): Promise<void>;
  isUnsettled(grant: GrantRef): Promise<boolean>;
}

const OWNER = 'owner-1';
const RIVAL = 'owner-2';
const TERM_MS = 30_000;

/** What every lease promises. */
export function renewalLeaseContract(open: () => Promise<OpenRenewalLease>): void {
  describe('a renewal lease', () => {
    let opened: OpenRenewalLease;
    let lease: RenewalLease;
    let grant: GrantRef;

    beforeEach(async () => {
      opened = await open();
      ({ lease, grant } = opened);
    });

    it('lets one owner in', async () => {
      expect(await lease.acquire(grant, OWNER)).toBe(true);
      expect(await lease.acquire(grant, RIVAL)).toBe(false);
    });

    it('lets one of many simultaneous owners in', async () => {
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, at) => lease.acquire(grant, `owner-${at}`)),
      );

      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    it('does not make different grants wait for each other', async () => {
      await lease.acquire(grant, OWNER);

      expect(await lease.acquire(opened.otherGrant, RIVAL)).toBe(true);
    });

    it('does not let an owner in twice', async () => {
      await lease.acquire(grant, OWNER);

      expect(await lease.acquire(grant, OWNER)).toBe(false);
    });

    it('is for the grant’s own tenant', async () => {
      expect(await lease.acquire({ ...grant, organizationId: 'another' }, OWNER)).toBe(false);
    });

    it('lets the next owner in after a release', async () => {
      await lease.acquire(grant, OWNER);
      await lease.release(grant, OWNER);

      expect(await lease.acquire(grant, RIVAL)).toBe(true);
    });

    it('is not released by another', async () => {
      await lease.acquire(grant, OWNER);
      await lease.release(grant, RIVAL);

      expect(await lease.acquire(grant, RIVAL)).toBe(false);
    });

    it('runs out, and not before its time', async () => {
      await lease.acquire(grant, OWNER);
      await opened.advance(TERM_MS - 1);
      expect(await lease.acquire(grant, RIVAL)).toBe(false);

      await opened.advance(1);
      expect(await lease.acquire(grant, RIVAL)).toBe(true);
    });

    it('lasts for as long as its owner extends it', async () => {
      await lease.acquire(grant, OWNER);
      await opened.advance(TERM_MS - 1);
      expect(await lease.extend(grant, OWNER)).toBe(true);
      await opened.advance(TERM_MS - 1);

      expect(await lease.acquire(grant, RIVAL)).toBe(false);
    });

    it('tells an owner who was overtaken', async () => {
      await lease.acquire(grant, OWNER);
      await opened.advance(TERM_MS);
      await lease.acquire(grant, RIVAL);

      expect(await lease.extend(grant, OWNER)).toBe(false);
      expect(await lease.markStarted({ grant, owner: OWNER, generation: 1 })).toBe(false);
    });

    it('notes a renewal that began, and that it ended', async () => {
      await lease.acquire(grant, OWNER);
      const hold = { grant, owner: OWNER, generation: 1 };

      expect(await lease.markStarted(hold)).toBe(true);
      await lease.markEnded(hold);
      await lease.release(grant, OWNER);
      expect(await opened.isUnsettled(grant)).toBe(false);
    });

    it('keeps the note when the lease is released without an outcome', async () => {
      await lease.acquire(grant, OWNER);
      await lease.markStarted({ grant, owner: OWNER, generation: 1 });
      await lease.release(grant, OWNER);

      expect(await opened.isUnsettled(grant)).toBe(true);
    });

    it('does not begin a renewal of a generation that is gone', async () => {
      await lease.acquire(grant, OWNER);

      expect(await lease.markStarted({ grant, owner: OWNER, generation: 2 })).toBe(false);
    });

    it('ends all at once for a process that knows itself alone', async () => {
      await lease.acquire(grant, OWNER);
      await lease.releaseAll();

      expect(await lease.acquire(grant, RIVAL)).toBe(true);
    });
  });
}
