import type { DatabaseProbe } from '../../foundation/index.js';
import type { Readings } from './readings.js';

/** The connections to PostgreSQL; SQLite has none to tell of. */
export function addDatabaseMetrics(readings: Readings, probe: DatabaseProbe): void {
  if (!probe.connections) return;
  readings.gauge(
    'livechat_app_database_connections_in_use',
    'Connections to the database that work.',
    () => probe.connections?.inUse ?? 0,
  );
  readings.gauge(
    'livechat_app_database_statements_waiting',
    'Statements that wait for a free connection.',
    () => probe.connections?.waiting ?? 0,
  );
}
