/** A chat webhook as an app has registered it. The secret never appears in lists. */
export interface WebhookRegistration {
  readonly id: string;
  readonly action: string;
  readonly url: string;
  readonly secretKey: string;
  readonly ownerClientId: string;
  readonly type: 'license' | 'bot';
  readonly description?: string;
  readonly additionalData: readonly string[];
  readonly filters?: unknown;
}

/** What can trigger a webhook in 3.6. */
export const WEBHOOK_ACTIONS: readonly string[] = [
  'incoming_chat',
  'chat_deactivated',
  'chat_access_updated',
  'chat_transferred',
  'user_added_to_chat',
  'user_removed_from_chat',
  'incoming_event',
  'event_deleted',
  'event_updated',
  'incoming_rich_message_postback',
  'chat_properties_updated',
  'chat_properties_deleted',
  'thread_properties_updated',
  'thread_properties_deleted',
  'event_properties_updated',
  'event_properties_deleted',
  'thread_tagged',
  'thread_untagged',
  'routing_status_set',
  'customer_session_fields_updated',
  'events_marked_as_seen',
  'group_created',
  'group_updated',
  'group_deleted',
  'agent_created',
  'agent_updated',
  'agent_deleted',
  'agent_suspended',
  'agent_unsuspended',
  'agent_approved',
  'bot_created',
  'bot_updated',
  'bot_deleted',
  'auto_accesses_updated',
  'tag_created',
  'tag_deleted',
  'tag_updated',
  'thread_summary_set',
];

/** Which webhooks are registered, and for which organizations each client's are switched on. */
export class WebhookRegistry {
  private registrations: WebhookRegistration[] = [];
  private readonly enabled = new Set<string>();

  get all(): readonly WebhookRegistration[] {
    return this.registrations;
  }

  ownedBy(clientId: string): readonly WebhookRegistration[] {
    return this.registrations.filter(({ ownerClientId }) => ownerClientId === clientId);
  }

  add(registration: WebhookRegistration): void {
    this.registrations.push(registration);
  }

  /** False when this client owns no such webhook. */
  remove(id: string, clientId: string): boolean {
    const before = this.registrations.length;
    this.registrations = this.registrations.filter((it) => it.id !== id || it.ownerClientId !== clientId);
    return this.registrations.length < before;
  }

  enable(clientId: string, organizationId: string): void {
    this.enabled.add(`${clientId} ${organizationId}`);
  }

  disable(clientId: string, organizationId: string): void {
    this.enabled.delete(`${clientId} ${organizationId}`);
  }

  isEnabled(clientId: string, organizationId: string): boolean {
    return this.enabled.has(`${clientId} ${organizationId}`);
  }

  /** Those that this action triggers in this organization. */
  triggeredBy(action: string, organizationId: string): readonly WebhookRegistration[] {
    return this.registrations.filter(
      (it) => it.action === action && this.isEnabled(it.ownerClientId, organizationId),
    );
  }

  reset(): void {
    this.registrations = [];
    this.enabled.clear();
  }
}
