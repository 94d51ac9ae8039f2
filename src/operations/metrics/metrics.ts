import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, type Registry } from 'prom-client';

import { DatabaseProbe, Log } from '../../foundation/index.js';
import { GatewayCounts, SpendCaps, Turns } from '../../livechat/index.js';
import { ConfigurationAlarm, CustodyFigures } from '../../tokens/index.js';
import { addCustodyMetrics } from './custody-metrics.js';
import { addDatabaseMetrics } from './database-metrics.js';
import { addGatewayMetrics, addSpendMetrics } from './gateway-metrics.js';
import { Readings } from './readings.js';

/** What Prometheus gets to know of this process. */
@Injectable()
export class Metrics {
  /** Made when first asked for: watching the event loop costs a timer, and not every process is asked. */
  private made: Registry | undefined;

  constructor(
    private readonly custody: CustodyFigures,
    private readonly alarm: ConfigurationAlarm,
    private readonly gateway: GatewayCounts,
    private readonly turns: Turns,
    private readonly caps: SpendCaps,
    private readonly database: DatabaseProbe,
    private readonly log: Log,
  ) {}

  /** In Prometheus's text format. */
  text(): Promise<string> {
    this.made ??= this.registry();
    return this.made.metrics();
  }

  private registry(): Registry {
    const readings = new Readings(this.log);
    addCustodyMetrics(readings, this.custody, this.alarm);
    addGatewayMetrics(readings, this.gateway, this.turns);
    addSpendMetrics(readings, this.caps);
    addDatabaseMetrics(readings, this.database);
    collectDefaultMetrics({ register: readings.registry });
    return readings.registry;
  }
}
