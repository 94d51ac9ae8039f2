import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';

import { createApiKey, runCommand, startProduct } from '../support/product.js';
import { fill } from './fill.js';
import { GRANTS_PER_ORGANIZATION, organizationIdAt } from './tenants.js';

const HOT_SET = 1_000;
const CONNECTIONS = 64;
const STARTS = 3;

/** One server with a database of its own, and so many grants in it. */
export class ScaledInstallation {
  constructor({ grants, database, env, postgres }) {
    this.grants = grants;
    this.database = database;
    this.env = env;
    this.postgres = postgres;
    this.organizations = Math.ceil(grants / GRANTS_PER_ORGANIZATION);
    this.hotSet = Array.from({ length: Math.min(HOT_SET, this.organizations) }, (_, n) =>
      organizationIdAt(n),
    );
    this.readyMs = [];
    this.rss = {};
  }

  static async make(grants, { postgres, shared, sealing }) {
    const database = `scale_${grants}`;
    const env = { ...shared, DATABASE_URL: await postgres.createDatabase(database) };
    await runCommand(['migrate'], env);
    await fill(postgres, database, { grants, sealing });
    return new ScaledInstallation({ grants, database, env, postgres });
  }

  /** Starts it several times, the last time to stay. */
  async start() {
    for (let times = 1; times < STARTS; times += 1) {
      const server = await this.timedStart();
      await server.close();
    }
    this.server = await this.timedStart();
    this.rss.start = await this.server.ask('residentBytes');
    this.pool = new Pool(this.server.url, { connections: CONNECTIONS, pipelining: 1 });
    this.authorization = `Bearer ${await createApiKey(this.server.env)}`;
  }

  /** For one of the organizations that are called for all the time. */
  callHot = () => this.call(this.hotSet[Math.floor(Math.random() * this.hotSet.length)]);

  /** For any of all organizations. */
  callAny = () => this.call(organizationIdAt(Math.floor(Math.random() * this.organizations)));

  async call(organizationId) {
    const headers = { authorization: this.authorization, 'livechat-organization-id': organizationId };
    const path = `/livechat/agent/action/list_chats?for=${organizationId}`;
    const { statusCode, body } = await this.pool.request({ path, method: 'GET', headers });
    const text = await body.text();
    if (statusCode !== 200)
      throw new Error(`${this.grants} grants: ${statusCode} for ${organizationId}: ${text}`);
  }

  async warmUp() {
    for (const organizationId of this.hotSet) await this.call(organizationId);
  }

  async close() {
    await this.pool?.destroy();
    await this.server?.close();
  }

  async timedStart() {
    const start = performance.now();
    const server = await startProduct(this.env);
    this.readyMs.push(performance.now() - start);
    return server;
  }
}
