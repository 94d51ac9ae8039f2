import type { GatewayCounts, SpendCaps, Turns } from '../../livechat/index.js';
import type { Readings } from './readings.js';

/** How often organizations came to their caps; which ones is in the log. */
export function addSpendMetrics(readings: Readings, { reached }: SpendCaps): void {
  readings.counterBy(
    'cap',
    'livechat_app_spend_caps_reached_total',
    'Organizations that came to a cap on their requests of a month.',
    reached,
  );
}

/** Calls through `/livechat/*`. */
export function addGatewayMetrics(readings: Readings, counts: GatewayCounts, turns: Turns): void {
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
  readings.gauge(
    'livechat_app_gateway_calls_under_way',
    'Calls that have gone to LiveChat and whose answers have not left to their last byte.',
    () => turns.underWay,
  );
  readings.gauge(
    'livechat_app_gateway_calls_waiting',
    'Calls that wait for their turn: as many are under way as may be.',
    () => turns.waiting,
  );
  readings.gauge('livechat_app_rtm_links', 'Open WebSockets to LiveChat’s RTM API.', () => counts.openLinks);
}
