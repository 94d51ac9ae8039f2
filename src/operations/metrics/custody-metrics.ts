import type { ConfigurationAlarm, CustodyFigures } from '../../tokens/index.js';
import type { Readings } from './readings.js';

/** Grants, renewals, and LiveChat's token endpoint. */
export function addCustodyMetrics(
  readings: Readings,
  figures: CustodyFigures,
  alarm: ConfigurationAlarm,
): void {
  const { counts } = figures;
  readings.gauge(
    'livechat_app_configuration_alarm',
    'Whether LiveChat refuses this app’s own client id or secret.',
    () => Number(alarm.isRaised),
  );
  readings.counterBy(
    'outcome',
    'livechat_app_renewals_total',
    'What became of renewals of tokens.',
    counts.renewals,
  );
  readings.gauge(
    'livechat_app_renewals_under_way',
    'Grants that are being renewed.',
    () => figures.renewalsUnderWay,
  );
  readings.durations(
    'livechat_app_token_endpoint_seconds',
    'How long LiveChat’s token endpoint took to answer, or did not.',
    counts.tokenEndpoint,
  );
  readings.gauge(
    'livechat_app_unwritten_pairs',
    'Renewed pairs that the database has not taken yet.',
    () => figures.unwrittenPairs,
  );
  readings.gauge('livechat_app_spooled_pairs', 'Renewed pairs in the spool of this DATA_DIR.', () =>
    figures.spooledPairs(),
  );
  addStoredMetrics(readings, figures);
}

/** The same on every replica: what the database has. */
function addStoredMetrics(readings: Readings, figures: CustodyFigures): void {
  readings.gaugeBy(
    'health',
    'livechat_app_grants',
    'Grants in the database.',
    async () => (await figures.stored()).grants,
  );
  readings.gaugeBy(
    'state',
    'livechat_app_installations',
    'Installations in the database.',
    async () => (await figures.stored()).installations,
  );
  readings.gauge(
    'livechat_app_pending_revocations',
    'Pairs that LiveChat must still be told to revoke.',
    async () => (await figures.stored()).pendingRevocations,
  );
}
