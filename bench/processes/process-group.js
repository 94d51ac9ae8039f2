import autocannon from 'autocannon';

import { median, sum } from '../support/statistics.js';

const CONNECTIONS = 64;
const ACTION = '/livechat/agent/action/list_chats';

/** Some of the processes on one database, which share the callers among them as a balancer would have them do. */
export class ProcessGroup {
  constructor(servers, headers) {
    this.servers = servers;
    this.headers = headers;
    this.count = servers.length;
  }

  /** Loads them for a while. @throws when a single answer is not 2xx */
  async load(seconds) {
    const before = await this.cpuMicroseconds();
    const parts = await Promise.all(this.servers.map((server) => this.loadOne(server, seconds)));
    const cpu = (await this.cpuMicroseconds()) - before;
    const answered = sum(parts.map((part) => part['2xx']));
    const spoiled = sum(parts.map((part) => part.errors + part.non2xx));
    if (spoiled > 0 || answered === 0) throw new Error(`${answered} good answers, ${spoiled} others`);
    return {
      answered,
      perSecond: sum(parts.map((part) => part['2xx'] / part.duration)),
      cpuPerRequest: cpu / answered,
      coresEach: cpu / 1_000_000 / seconds / this.count,
      p50: median(parts.map(({ latency }) => latency.p50)),
      p99: Math.max(...parts.map(({ latency }) => latency.p99)),
    };
  }

  loadOne({ url }, seconds) {
    const call = { url: `${url}${ACTION}`, headers: this.headers };
    return autocannon({ ...call, connections: CONNECTIONS / this.count, duration: seconds });
  }

  async cpuMicroseconds() {
    return sum(await Promise.all(this.servers.map((server) => server.cpuMicroseconds())));
  }
}
