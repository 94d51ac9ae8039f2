import { type Answer, call } from './http.js';

/** The samples of an answer in Prometheus's text format: `name{label="value"}` → value. */
export function samplesIn({ text }: Pick<Answer, 'text'>): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** The values of one metric of ours, by its label, without those that are 0. */
export async function metricOf({ url }: { readonly url: string }, name: string) {
  const samples = samplesIn(await call(`${url}/metrics`));
  const values: Record<string, number> = {};
  for (const [sample, value] of samples) {
    const [, of, label] = /^livechat_app_(\w+)(?:\{\w+="([^"]*)"\})?$/.exec(sample) ?? [];
    if (of === name && value !== 0) values[label ?? 'value'] = value;
  }
  return values;
}
