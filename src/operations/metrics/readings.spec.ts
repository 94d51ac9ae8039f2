import { expect, it } from '@jest/globals';

import { LogLines } from '../../../test/support/log-lines.js';
import { Durations } from '../../foundation/index.js';
import { Readings } from './readings.js';

function readings() {
  const logLines = new LogLines('warn');
  return { readings: new Readings(logLines.log), logLines };
}

it('what cannot be read has no sample until it can, and is told of once', async () => {
  const { readings: metrics, logLines } = readings();
  let isBroken = true;
  const read = <Value>(value: Value) => {
    if (isBroken) throw new Error('not now');
    return value;
  };
  metrics.gauge('one', 'One.', () => read(1));
  metrics.gaugeBy('kind', 'many', 'Many.', () => read({ a: 2 }));
  metrics.gauge('other', 'Other.', () => 3);

  const without = [await metrics.registry.metrics(), await metrics.registry.metrics()];
  isBroken = false;
  const whole = await metrics.registry.metrics();
  isBroken = true;
  await metrics.registry.metrics();

  for (const text of without) {
    expect(text).toContain('\nother 3\n');
    expect(text).not.toMatch(/^(?:one|many)/m);
  }
  expect(whole).toMatch(/^one 1$/m);
  expect(whole).toMatch(/^many\{kind="a"\} 2$/m);
  expect(logLines.of('metrics.not_read').map(({ metric }) => metric)).toEqual(['one', 'many', 'one', 'many']);
});

it('a counter shows what was counted, however often it is asked', async () => {
  const { readings: metrics } = readings();
  const counts = { yes: 0, no: 0 };
  metrics.counterBy('answer', 'answers_total', 'Answers.', counts);
  counts.yes += 2;

  await metrics.registry.metrics();
  counts.yes += 1;

  expect(await metrics.registry.metrics()).toBe(
    '# HELP answers_total Answers.\n# TYPE answers_total counter\nanswers_total{answer="yes"} 3\nanswers_total{answer="no"} 0\n',
  );
});

it('durations are a histogram: seconds, and each bucket holds those below it', async () => {
  const { readings: metrics } = readings();
  const durations = new Durations([100, 1_000]);
  metrics.durations('took_seconds', 'Took.', durations);

  for (const ms of [50, 100, 500, 2_000]) durations.add(ms);

  expect(await metrics.registry.metrics()).toBe(
    [
      '# HELP took_seconds Took.',
      '# TYPE took_seconds histogram',
      'took_seconds_bucket{le="0.1"} 2',
      'took_seconds_bucket{le="1"} 3',
      'took_seconds_bucket{le="+Inf"} 4',
      'took_seconds_sum 2.65',
      'took_seconds_count 4',
      '',
    ].join('\n'),
  );
});
