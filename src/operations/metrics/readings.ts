import { Counter, Gauge, Registry } from 'prom-client';

import type { Durations, Log } from '../../foundation/index.js';
import { DurationsMetric } from './durations-metric.js';

type Read<Value> = () => Value | Promise<Value>;
type Counts = Readonly<Record<string, number>>;

/**
 * Metrics that are read when somebody asks for them, in a registry of their own: the rooms count, and know nothing of
 * Prometheus; and the application around us, if there is one, keeps its own.
 *
 * What cannot be read has no sample, and the others are there all the same.
 */
export class Readings {
  readonly registry = new Registry();
  /** Told of once: somebody asks every few seconds. */
  private readonly failing = new Set<string>();

  constructor(private readonly log: Log) {}

  gauge(name: string, help: string, read: Read<number>): void {
    const gauge: Gauge = this.gaugeOf({ name, help, labelNames: [] }, async () => {
      const value = await this.reading(name, read);
      if (value === undefined) gauge.remove();
      else gauge.set(value);
    });
  }

  /** One value per label; the labels are the names of what is read, so there are no more than those. */
  gaugeBy(label: string, name: string, help: string, read: Read<Counts>): void {
    const gauge: Gauge = this.gaugeOf({ name, help, labelNames: [label] }, async () => {
      const counts = (await this.reading(name, read)) ?? {};
      gauge.reset();
      for (const [value, count] of Object.entries(counts)) gauge.set({ [label]: value }, count);
    });
  }

  /** What only grows. `counts` is read as it is when asked. */
  counterBy(label: string, name: string, help: string, counts: Counts): void {
    const counter: Counter = new Counter({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect: () => {
        counter.reset();
        for (const [value, count] of Object.entries(counts)) counter.inc({ [label]: value }, count);
      },
    });
  }

  durations(name: string, help: string, durations: Durations): void {
    new DurationsMetric(name, help, durations).registerIn(this.registry);
  }

  private gaugeOf(
    told: { name: string; help: string; labelNames: string[] },
    collect: () => Promise<void>,
  ): Gauge {
    return new Gauge({ ...told, registers: [this.registry], collect });
  }

  private async reading<Value>(metric: string, read: Read<Value>): Promise<Value | undefined> {
    try {
      const value = await read();
      this.failing.delete(metric);
      return value;
    } catch (error) {
      if (!this.failing.has(metric)) this.log.warn({ event: 'metrics.not_read', metric, error });
      this.failing.add(metric);
      return undefined;
    }
  }
}
