import { describe, expect, it } from '@jest/globals';

import { answerTo, errorIn, openRequest } from '../testing/open-request.js';
import { startWithOnePlace } from '../testing/start-with-one-place.js';
import { until } from '../testing/until.js';
import { json, refusal } from '../testing/upstream.js';

const list = '/livechat/agent/action/list_chats';
const send = '/livechat/agent/action/send_event';

describe('the gateway, when as many calls are under way as may be', () => {
  it('lets organizations take turns', async () => {
    const { turns, held, ask, upstream } = await startWithOnePlace();
    const answers = [ask('crowd', 'c0')];
    await until(() => held.has('c0'));
    for (const [at, query] of ['c1', 'c2', 'c3', 's1'].entries()) {
      answers.push(ask(query.startsWith('c') ? 'crowd' : 'single', query));
      await until(() => turns.waiting === at + 1);
    }
    expect([turns.underWay, upstream.requests.length]).toEqual([1, 1]);

    for (const query of ['c0', 'c1', 's1', 'c2', 'c3']) {
      await until(() => held.has(query));
      held.get(query)?.end('ok');
    }

    expect((await Promise.all(answers)).map(({ text }) => text)).toEqual(Array(5).fill('ok'));
    expect(upstream.requests.map(({ url }) => url.split('?')[1])).toEqual(['c0', 'c1', 's1', 'c2', 'c3']);
  });

  it('counts an answer as under way until its last byte has left', async () => {
    const { turns, held, ask, upstream } = await startWithOnePlace();
    const first = ask('northwind', 'download');
    await until(() => held.has('download'));
    held.get('download')?.write('half');
    const second = ask('northwind', 'next');
    await until(() => turns.waiting === 1);
    expect(upstream.requests).toHaveLength(1);

    held.get('download')?.end(' and half');
    await until(() => held.has('next'));
    held.get('next')?.end();

    expect([(await first).text, (await second).status]).toEqual(['half and half', 200]);
  });

  it('keeps a call’s place for its replay', async () => {
    const { turns, ask, upstream, tokens } = await startWithOnePlace();
    let renew = (): void => undefined;
    tokens.renewing = () => new Promise((resolve) => (renew = resolve));
    upstream.answersWith(refusal(401, 'authentication'), json(200, { n: 1 }));
    const first = ask('northwind', 'first');
    await until(() => tokens.renewals.length === 1);
    const second = ask('soehne', 'second');
    await until(() => turns.waiting === 1);

    renew();

    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    expect(upstream.requests.map(({ url }) => url.split('?')[1])).toEqual(['first', 'first', 'second']);
  });

  it('sends a call that had to wait with the token of the moment', async () => {
    const { turns, held, ask, upstream, tokens } = await startWithOnePlace();
    const first = ask('northwind', 'first');
    await until(() => held.has('first'));
    const second = ask('northwind', 'second');
    await until(() => turns.waiting === 1);
    const grant = { id: 'grant-northwind', organizationId: 'northwind', accountId: 'account' };
    await tokens.renew(grant, { rejected: tokens.freshTokenFor(grant)!.accessToken });

    held.get('first')?.end();
    await until(() => held.has('second'));
    held.get('second')?.end();

    await Promise.all([first, second]);
    expect(upstream.last?.headers.authorization).toBe('Bearer dal:renewed-1');
  });

  it('answers 503 when a call has waited too long, and sends nothing of it', async () => {
    const { turns, held, ask, clock, upstream } = await startWithOnePlace();
    const first = ask('northwind', 'first');
    await until(() => held.has('first'));
    const second = ask('soehne', 'second');
    await until(() => turns.waiting === 1);

    await clock.advance(10_000);

    const refused = await second;
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '2']);
    expect(refused.json().error).toMatchObject({ type: 'service_unavailable', data: { reason: 'busy' } });
    held.get('first')?.end();
    expect((await first).status).toBe(200);
    expect(upstream.requests).toHaveLength(1);
    expect([turns.underWay, turns.waiting]).toEqual([0, 0]);
  });

  it('has the rest of a large body wait with its caller, and refuses it without an error in the log', async () => {
    const { url, turns, held, ask, clock, upstream, logLines } = await startWithOnePlace();
    const first = ask('northwind', 'first');
    await until(() => held.has('first'));
    const large = openRequest(url + send, 'POST', { 'content-length': 500_000 });
    large.write(Buffer.alloc(100_000));
    const answering = answerTo(large);
    await until(() => turns.waiting === 1);

    await clock.advance(10_000);
    large.end(Buffer.alloc(400_000));

    const answer = await answering;
    expect([answer.statusCode, await errorIn(answer)]).toMatchObject([503, { data: { reason: 'busy' } }]);
    held.get('first')?.end();
    await first;
    expect(upstream.requests).toHaveLength(1);
    expect(logLines.of('gateway.upstream_failed')).toEqual([]);
  });

  it('does not send a call whose caller left while it waited', async () => {
    const { url, turns, held, ask, upstream, logLines } = await startWithOnePlace();
    const first = ask('northwind', 'first');
    await until(() => held.has('first'));
    const leaving = openRequest(url + list, 'GET').end();
    await until(() => turns.waiting === 1);

    leaving.destroy();
    await until(() => turns.waiting === 0);
    held.get('first')?.end();

    expect((await first).status).toBe(200);
    expect(logLines.of('gateway.caller_left')).toHaveLength(1);
    expect([upstream.requests.length, turns.underWay]).toEqual([1, 0]);
  });

  it('answers what waits before it stops', async () => {
    const { app, turns, held, ask } = await startWithOnePlace();
    const first = ask('northwind', 'first');
    await until(() => held.has('first'));
    const second = ask('soehne', 'second');
    await until(() => turns.waiting === 1);

    const closed = app.close();
    held.get('first')?.end('one');
    await until(() => held.has('second'));
    held.get('second')?.end('two');

    expect([(await first).text, (await second).text]).toEqual(['one', 'two']);
    await closed;
    expect(turns.underWay).toBe(0);
  });
});
