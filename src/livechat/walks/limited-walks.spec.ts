import { describe, expect, it } from '@jest/globals';

import { Turns } from '../limits/turns.js';
import { startGateway } from '../testing/start-gateway.js';
import { until } from '../testing/until.js';
import { json } from '../testing/upstream.js';
import { linesOf, walk } from '../testing/walk.js';

const pages = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    json(200, at < count - 1 ? { chats: [at], next_page_id: `page-${at + 1}` } : { chats: [at] }),
  );

describe('a walk over a list', () => {
  it('has one place among those that take turns, for all its pages, and gives it back', async () => {
    const gateway = await startGateway({ limits: { concurrency: 1 } });
    gateway.upstream.answersWith(...pages(3), ...pages(3));

    const answers = await Promise.all([walk(gateway), walk(gateway)]);

    for (const answer of answers) expect(linesOf(answer)).toHaveLength(3);
    await until(() => gateway.app.get(Turns).underWay === 0);
    expect(gateway.upstream.requests).toHaveLength(6);
  });

  it('is limited by its pages, and says where to go on', async () => {
    const gateway = await startGateway({ limits: { concurrency: 512, perKey: 2 } });
    gateway.upstream.answersWith(...pages(5));

    const lines = linesOf(await walk(gateway));

    expect(lines.slice(0, -1)).toHaveLength(2);
    expect(lines.at(-1)).toMatchObject({
      error: { type: 'too_many_requests', data: { reason: 'rate_limited' } },
      page_id: 'page-2',
    });
    expect(gateway.upstream.requests).toHaveLength(2);
  });

  it('ends at the hard cap of the month', async () => {
    const gateway = await startGateway({ limits: { concurrency: 512, hardCap: 3 } });
    gateway.upstream.answersWith(...pages(5));

    const lines = linesOf(await walk(gateway));

    expect(lines.at(-1)).toMatchObject({
      error: { data: { reason: 'spend_cap_reached' } },
      page_id: 'page-3',
    });
    expect(gateway.upstream.requests).toHaveLength(3);
  });

  it('asks for no page more once the key is revoked', async () => {
    const gateway = await startGateway();
    const [first] = pages(2);
    gateway.upstream.answersWith((response, seen) => {
      gateway.callers.revoked.add('northwind');
      first?.(response, seen);
    });

    const answer = await walk(gateway);

    expect(linesOf(answer)[1]).toMatchObject({
      error: { type: 'authentication', data: { reason: 'not_signed_in' } },
      page_id: 'page-1',
    });
    expect(gateway.upstream.requests).toHaveLength(1);
  });
});
