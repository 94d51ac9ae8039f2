import { type SandboxClock, sleepBy } from '../clock.js';

const ANSWER_WITHIN_MS = 10_000;
/** Three retries within about a minute. */
const RETRY_AFTER_MS = [2_000, 15_000, 40_000];

/** One webhook on its way to an app. */
export interface WebhookDelivery {
  readonly id: number;
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** One for every attempt: the status answered, or why there was none. */
  readonly attempts: (number | string)[];
  state: 'underway' | 'delivered' | 'given_up';
}

async function post(url: string, body: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'LiveChat sandbox' },
    body,
    redirect: 'manual',
    signal,
  });
  await response.body?.cancel();
  return response.status;
}

/** The status answered, or why there was none; undefined when the sandbox has closed or was reset. */
async function attempt(
  delivery: WebhookDelivery,
  clock: SandboxClock,
  gone: AbortSignal,
): Promise<number | string | undefined> {
  const done = new AbortController();
  const tooLate = new AbortController();
  sleepBy(clock, ANSWER_WITHIN_MS, AbortSignal.any([gone, done.signal])).then(
    () => {
      tooLate.abort();
    },
    () => undefined,
  );
  try {
    return await post(delivery.url, JSON.stringify(delivery.body), AbortSignal.any([gone, tooLate.signal]));
  } catch (error) {
    if (gone.aborted) return undefined;
    return tooLate.signal.aborted ? 'no answer within 10 s' : String(error);
  } finally {
    done.abort();
  }
}

/** Sends until somebody answers exactly 200, four times at most. */
export async function deliverWebhook(
  delivery: WebhookDelivery,
  clock: SandboxClock,
  gone: AbortSignal,
  isRetried: boolean,
): Promise<void> {
  for (const waitMs of isRetried ? [0, ...RETRY_AFTER_MS] : [0]) {
    if (waitMs > 0) await sleepBy(clock, waitMs, gone).catch(() => undefined);
    const outcome = await attempt(delivery, clock, gone);
    if (outcome === undefined) break;
    delivery.attempts.push(outcome);
    if (outcome === 200) {
      delivery.state = 'delivered';
      return;
    }
  }
  delivery.state = 'given_up';
}
