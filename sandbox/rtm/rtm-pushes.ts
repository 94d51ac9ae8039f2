import type { Directory, OrganizationRef } from '../world/directory.js';

/** An agent's open RTM connection, as far as others have to do with it. */
export interface RtmSubscriber {
  /** Undefined until it has logged in. */
  readonly organizationId: string | undefined;
  push(action: string, payload: unknown): void;
  /** Ends it when its token does not live any more. */
  checkToken(): void;
  drop(): void;
}

/** The open RTM connections, and what is told to them unasked. */
export class RtmPushes {
  private readonly subscribers = new Set<RtmSubscriber>();

  constructor(private readonly directory: Directory) {}

  /** How many connections are open, logged in or not. */
  get connections(): number {
    return this.subscribers.size;
  }

  /** Tells every connection of an organization that wants to hear of it. */
  push(action: string, payload: unknown, organization: OrganizationRef): void {
    const organizationId = this.directory.organizationIdOf(organization);
    for (const it of this.subscribers) if (it.organizationId === organizationId) it.push(action, payload);
  }

  /** Returns what takes it out again. */
  add(subscriber: RtmSubscriber): () => void {
    this.subscribers.add(subscriber);
    return () => this.subscribers.delete(subscriber);
  }

  checkTokens(): void {
    for (const subscriber of this.subscribers) subscriber.checkToken();
  }

  reset(): void {
    for (const subscriber of this.subscribers) subscriber.drop();
  }
}
