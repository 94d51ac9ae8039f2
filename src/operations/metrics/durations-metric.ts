import type { Histogram, Registry } from 'prom-client';

import type { Durations } from '../../foundation/index.js';

interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, number | string>>;
  readonly value: number;
}

/** A histogram of what was counted already. prom-client's own would have to see each duration, on the hot path. */
export class DurationsMetric {
  constructor(
    readonly name: string,
    private readonly help: string,
    private readonly durations: Durations,
  ) {}

  /** A registry asks a metric for its name, and for this; the types know only prom-client's own classes. */
  get(): Promise<object> {
    const { name, help } = this;
    return Promise.resolve({ name, help, type: 'histogram', values: this.samples(), aggregator: 'sum' });
  }

  registerIn(registry: Registry): void {
    registry.registerMetric(this as unknown as Histogram);
  }

  /** Seconds, and each bucket with those below it: Prometheus's way. */
  private samples(): Sample[] {
    const { boundsMs, counts, sumMs } = this.durations;
    let total = 0;
    const buckets = counts.map((count, at) => {
      total += count;
      const bound = boundsMs[at];
      const le = bound === undefined ? '+Inf' : bound / 1000;
      return { metricName: `${this.name}_bucket`, labels: { le }, value: total };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels: {}, value: sumMs / 1000 },
      { metricName: `${this.name}_count`, labels: {}, value: total },
    ];
  }
}
