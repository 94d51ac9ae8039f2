import { randomUUID } from 'node:crypto';

import type { SandboxClock } from '../clock.js';
import type { AccountRef, Directory, OrganizationRef } from '../world/directory.js';
import { deliverWebhook, type WebhookDelivery } from './delivery.js';
import { lifecycleBody, type LifecycleEvent } from './lifecycle.js';
import type { WebhookRegistration, WebhookRegistry } from './registration.js';

const MAX_DELIVERIES = 1_000;

interface LifecycleOptions {
  readonly url: string;
  readonly clientId: string;
  readonly organization: OrganizationRef;
  readonly user?: AccountRef;
  /** Adds to, or replaces parts of, the usual payload. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

interface Options {
  readonly clock: SandboxClock;
  readonly registry: WebhookRegistry;
  readonly directory: Directory;
}

/** Sends webhooks, by itself when the API changes something, and on demand. */
export class WebhookControls {
  private sent: WebhookDelivery[] = [];
  private nextId = 1;
  private gone = new AbortController();
  private readonly underway = new Set<Promise<void>>();

  constructor(private readonly options: Options) {}

  get registrations(): readonly WebhookRegistration[] {
    return this.options.registry.all;
  }

  /** Everything sent, oldest first, with the outcome of each attempt. */
  get deliveries(): readonly WebhookDelivery[] {
    return this.sent;
  }

  /** Registers a chat webhook and switches it on, without a call to the API. */
  register(webhook: {
    readonly action: string;
    readonly url: string;
    readonly secretKey: string;
    readonly clientId: string;
    readonly organization: OrganizationRef;
  }): WebhookRegistration {
    const { action, url, secretKey, clientId, organization } = webhook;
    const registration: WebhookRegistration = {
      id: randomUUID().replaceAll('-', ''),
      action,
      url,
      secretKey,
      ownerClientId: clientId,
      type: 'license',
      additionalData: [],
    };
    this.options.registry.add(registration);
    this.options.registry.enable(clientId, this.options.directory.organizationIdOf(organization));
    return registration;
  }

  /** Triggers a chat webhook: goes to every app that has registered it and is switched on. */
  emit(action: string, payload: unknown, organization: OrganizationRef): WebhookDelivery[] {
    const organizationId = this.options.directory.organizationIdOf(organization);
    const triggered = this.options.registry.triggeredBy(action, organizationId);
    return triggered.map(({ id, secretKey, url }) =>
      this.send(url, {
        webhook_id: id,
        secret_key: secretKey,
        action,
        organization_id: organizationId,
        payload,
        additional_data: {},
      }),
    );
  }

  /** Sends an app lifecycle webhook: unsigned, camelCase. Sent once: no retries are documented. */
  sendLifecycle(event: LifecycleEvent, options: LifecycleOptions): WebhookDelivery {
    const { clock, directory } = this.options;
    const organization = directory.organizationOf(options.organization);
    const userId =
      options.user === undefined ? directory.agents[0]?.accountId : directory.accountIdOf(options.user);
    const body = lifecycleBody(event, { ...options, organization, userId: userId ?? '', at: clock.now() });
    return this.send(options.url, body, false);
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    while (this.underway.size > 0) await Promise.all(this.underway);
  }

  reset(): void {
    this.gone.abort();
    this.gone = new AbortController();
    this.sent = [];
  }

  private send(url: string, body: Readonly<Record<string, unknown>>, isRetried = true): WebhookDelivery {
    const delivery: WebhookDelivery = { id: this.nextId++, url, body, attempts: [], state: 'underway' };
    this.sent.push(delivery);
    if (this.sent.length > MAX_DELIVERIES) this.sent.shift();
    const work = deliverWebhook(delivery, this.options.clock, this.gone.signal, isRetried);
    this.underway.add(work);
    void work.finally(() => this.underway.delete(work));
    return delivery;
  }
}
