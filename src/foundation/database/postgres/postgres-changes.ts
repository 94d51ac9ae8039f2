import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Client, type Notification } from 'pg';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

import type { Clock } from '../../clock/clock.js';
import type { Log } from '../../logging/log.js';
import { DatabaseChanges } from '../database-changes.js';
import { connectionTo } from './postgres-engine.js';
import type { PostgresPlace } from './postgres-place.js';
import { CHANGES_CHANNEL } from './tell-changes.js';

/** With the answer's timeout, what another replica wrote is known here within 2 s, whatever is lost. */
const LOOK_EVERY_MS = 500;
const ANSWER_TIMEOUT_MS = 1_000;

/**
 * Hears by LISTEN/NOTIFY which rows other replicas changed, on a connection of its own.
 *
 * Twice a second it also sends itself a word on a channel of its own. Notifications arrive in the order of their
 * commits, so a word that comes back proves that nothing before it was lost. While none comes back (the connection is
 * broken, or a pooler swallows notifications) everything remembered is forgotten at every look.
 */
export class PostgresChanges extends DatabaseChanges implements OnModuleInit, OnApplicationShutdown {
  private readonly echoChannel = `livechat_app_echo_${randomUUID().replaceAll('-', '')}`;
  private client: Client | undefined;
  private isLooking = false;
  private isHearing = false;
  private echoes = 0;
  private answersSince: number | undefined;
  private stop: () => void = () => undefined;

  constructor(
    private readonly place: PostgresPlace,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    super();
  }

  get answeringForMs(): number {
    return this.answersSince === undefined ? 0 : this.clock.now() - this.answersSince;
  }

  async onModuleInit(): Promise<void> {
    await this.look();
    this.stop = this.clock.every(LOOK_EVERY_MS, () => void this.look());
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop();
    if (this.client) await end(this.client);
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    const isHearing = await this.hearsItself();
    this.isLooking = false;
    if (!isHearing || !this.isHearing) this.tellOfAnything();
    if (isHearing !== this.isHearing) this.log.info({ event: 'database.listening', isHearing });
    this.isHearing = isHearing;
  }

  private async hearsItself(): Promise<boolean> {
    try {
      this.client ??= await this.listening();
      const echoesBefore = this.echoes;
      await this.client.query('SELECT pg_notify($1, $2)', [this.echoChannel, '']);
      this.answersSince ??= this.clock.now();
      return this.echoes > echoesBefore;
    } catch (error) {
      this.log.debug({ event: 'database.listening_failed', error });
      if (this.client) void end(this.client);
      this.client = undefined;
      this.answersSince = undefined;
      return false;
    }
  }

  private async listening(): Promise<Client> {
    const client = new Client({ ...connectionTo(this.place), query_timeout: ANSWER_TIMEOUT_MS });
    client.on('notification', (heard) => {
      this.hear(heard);
    });
    client.on('error', () => undefined); // the next word does not come back
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANGES_CHANNEL}; LISTEN ${this.echoChannel}`);
      return client;
    } catch (error) {
      void end(client);
      throw error;
    }
  }

  private hear({ channel, payload }: Notification): void {
    if (channel === this.echoChannel) {
      this.echoes += 1;
      return;
    }
    const row = rowIn(payload ?? '');
    if (row) this.tellOf(row.table, row.key);
    else this.tellOfAnything(); // any role of the database may NOTIFY, and say what it likes
  }
}

const told = z.tuple([z.string()], z.string());

function rowIn(payload: string): { table: string; key: string[] } | undefined {
  try {
    const [table, ...key] = told.parse(JSON.parse(payload));
    return { table, key };
  } catch {
    return undefined;
  }
}

async function end(client: Client): Promise<void> {
  await client.end().catch(() => undefined);
}
