import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';

const PATH = '/livechat/agent/action/_status?code=200';
/** Longer than a round: no caller of the next one has to connect. */
const KEEP_ALIVE_MS = 60_000;

/** Callers who call at the same moment, each on a connection of its own, spread over the replicas. */
export class Crowd {
  constructor(urls, headers) {
    this.pools = urls.map((url) => new Pool(url, { pipelining: 1, keepAliveTimeout: KEEP_ALIVE_MS }));
    this.headers = headers;
  }

  /** How many milliseconds each caller waited for its answer. */
  callAtOnce({ callers, replicas }) {
    return Promise.all(Array.from({ length: callers }, (_, at) => this.call(this.pools[at % replicas])));
  }

  async call(replica) {
    const start = performance.now();
    const { statusCode, body } = await replica.request({ path: PATH, method: 'GET', headers: this.headers });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`A caller got ${statusCode}: ${text}`);
    return performance.now() - start;
  }

  async close() {
    await Promise.all(this.pools.map((pool) => pool.destroy()));
  }
}
