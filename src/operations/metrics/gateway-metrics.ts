import type { GatewayCounts } from '../../livechat/index.js';
import type { Readings } from './readings.js';

/** Calls through `/livechat/*`. */
export function addGatewayMetrics(readings: Readings, counts: GatewayCounts): void {
  readings.counterBy('outcome', 'livechat_app_gateway_calls_total', 'How calls ended.', counts.calls);
  readings.counterBy(
    'cause',
    'livechat_app_gateway_replays_total',
    'Calls that were sent to LiveChat a second time.',
    counts.replays,
  );
  readings.durations(
    'livechat_app_gateway_answer_seconds',
    'From a call’s arrival until LiveChat’s answer was passed on to its last byte.',
    counts.wholeAnswers,
  );
  readings.gauge('livechat_app_rtm_links', 'Open WebSockets to LiveChat’s RTM API.', () => counts.openLinks);
}
