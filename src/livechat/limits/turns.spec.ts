import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ManualClock } from '../../../test/support/manual-clock.js';
import { LiveChatConfig } from '../livechat.config.js';
import { Turns } from './turns.js';

/** A call whose caller stays until the test says otherwise. */
class Call {
  state: 'waiting' | 'under way' | 'busy' | 'left' = 'waiting';
  hasEnded = false;
  private listeners: { leave?: () => void; end?: () => void } = {};

  constructor(readonly organizationId: string) {}

  get holdsPlace(): boolean {
    return this.listeners.end !== undefined;
  }

  async begin(turns: Turns): Promise<this> {
    try {
      await turns.next(this.organizationId, this);
      this.state = 'under way';
    } catch (error) {
      this.state = (error as { reason: string }).reason === 'busy' ? 'busy' : 'left';
    }
    return this;
  }

  mustStay(): void {
    if (this.hasEnded) throw Object.assign(new Error(), { reason: 'caller_left' });
  }

  onLeave(leave: () => void): void {
    this.listeners.leave = leave;
  }

  atEnd(end: () => void): void {
    this.listeners.end = end;
  }

  /** Its answer is complete, or its caller has left: happens once, whatever comes after. */
  async end(): Promise<void> {
    if (!this.hasEnded) {
      this.hasEnded = true;
      this.listeners.leave?.();
      this.listeners.end?.();
    }
    await Promise.resolve();
    await Promise.resolve();
  }
}

function startTurns(concurrency: number) {
  const clock = new ManualClock(0);
  const turns = new Turns({ limits: { concurrency } } as LiveChatConfig, clock);
  const calls: Call[] = [];
  const come = (organizationId: string): Call => {
    const call = new Call(organizationId);
    void call.begin(turns);
    calls.push(call);
    return call;
  };
  return { turns, clock, come, calls };
}

describe('turns', () => {
  it('come at once below the bound, with nothing to wait for', () => {
    const { turns, clock } = startTurns(2);

    expect([turns.next('a', new Call('a')), turns.next('a', new Call('a'))]).toEqual([undefined, undefined]);
    expect([turns.underWay, turns.waiting, clock.waiting]).toEqual([2, 0, 0]);
  });

  it('come at the bound when a call ends, one for one', async () => {
    const { turns, come } = startTurns(1);
    const [first, second, third] = [come('a'), come('a'), come('a')];

    await first.end();
    expect([second.state, third.state]).toEqual(['under way', 'waiting']);
    await second.end();
    await third.end();

    expect([turns.underWay, turns.waiting]).toEqual([0, 0]);
  });

  it('are shared by organizations, not by calls: one call waits for one of another’s thousand', async () => {
    const { come, calls } = startTurns(1);
    const first = come('crowd');
    for (let n = 0; n < 1_000; n += 1) come('crowd');
    const single = come('single');

    await first.end();
    expect(single.state).toBe('waiting');
    await calls[1]?.end();

    expect(single.state).toBe('under way');
  });

  it('do not all come to one organization, however slow its callers are: one in sixteen is for others', async () => {
    const { turns, come, calls } = startTurns(32);
    for (let n = 0; n < 40; n += 1) come('crowd');
    await Promise.resolve();

    const [one, two, three] = [come('single'), come('single'), come('third')];
    await Promise.resolve();
    expect([turns.underWay, turns.waiting]).toEqual([32, 11]);
    expect([one.state, two.state, three.state]).toEqual(['under way', 'under way', 'waiting']);

    await one.end();
    expect(three.state).toBe('under way'); // not one of the crowd, though its line is the first
    for (const call of calls) await call.end();
    expect([turns.underWay, turns.waiting]).toEqual([0, 0]);
  });

  it('do not come to a caller who has left, before or while it waits', async () => {
    const { turns, come } = startTurns(1);
    const first = come('a');
    const leaving = come('a');
    const staying = come('a');
    const gone = new Call('a');
    await gone.end();

    await leaving.end();
    await gone.begin(turns);
    expect([turns.waiting, leaving.state, gone.state]).toEqual([1, 'left', 'left']);
    await first.end();

    expect(staying.state).toBe('under way');
  });

  it('are waited for ten seconds at most', async () => {
    const { turns, clock, come } = startTurns(1);
    const first = come('a');
    const late = come('a');

    await clock.advance(9_999);
    expect(late.state).toBe('waiting');
    await clock.advance(1);

    expect([late.state, turns.waiting]).toEqual(['busy', 0]);
    await first.end();
    expect([turns.underWay, clock.waiting]).toEqual([0, 0]);
  });

  it('leave no timer behind', async () => {
    const { clock, come } = startTurns(1);
    const [first, second, leaving] = [come('a'), come('a'), come('a')];

    await leaving.end();
    await first.end();

    expect([second.state, clock.waiting]).toEqual(['under way', 0]);
  });

  it('are not even waited for by more than a thousand calls of an organization; others still can', async () => {
    const { turns, come } = startTurns(1);
    for (let n = 0; n < 1_025; n += 1) come('crowd');
    expect(turns.waiting).toBe(1_024);

    const [tooMany, other] = [come('crowd'), come('other')];
    await Promise.resolve();

    expect([tooMany.state, other.state, turns.waiting]).toEqual(['busy', 'waiting', 1_025]);
  });

  it('are not even waited for by more than four thousand calls in all', async () => {
    const { turns, come } = startTurns(1);
    for (let n = 0; n < 4_097; n += 1) come(`o${n % 100}`);

    const tooMany = come('other');
    await Promise.resolve();

    expect([tooMany.state, turns.waiting]).toEqual(['busy', 4_096]);
  });

  it('never let more calls in than there are places, and keep none, whatever happens', async () => {
    const step = fc.record({
      what: fc.constantFrom('come', 'come', 'end', 'wait'),
      which: fc.nat({ max: 40 }),
    });

    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { maxLength: 60 }),
        async (places, steps) => {
          const { turns, clock, come, calls } = startTurns(places);
          for (const { what, which } of steps) {
            if (what === 'come') come(`o${which % 3}`);
            else if (what === 'wait') await clock.advance(which * 200);
            else await calls[which % (calls.length || 1)]?.end();
            await Promise.resolve();
            const inside = calls.filter((call) => call.state === 'under way' && !call.hasEnded).length;
            expect([turns.underWay, turns.waiting > 0 && inside < places]).toEqual([inside, false]);
            expect(inside).toBeLessThanOrEqual(places);
          }
          for (const call of calls) await call.end();
          expect([turns.underWay, turns.waiting, clock.waiting]).toEqual([0, 0, 0]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
