/** What a chat is made of, with the API's own names and in its own shapes. Dates are ISO 8601 with microseconds. */
export interface ChatEvent {
  readonly id: string;
  readonly type: string;
  readonly created_at: string;
  readonly author_id?: string;
  readonly visibility: string;
  readonly [field: string]: unknown;
}

export interface ChatThread {
  readonly id: string;
  active: boolean;
  readonly created_at: string;
  user_ids: string[];
  events: ChatEvent[];
  tags: string[];
  properties: Record<string, Record<string, unknown>>;
  readonly access: { readonly group_ids: number[] };
}

export interface ChatUser {
  readonly id: string;
  readonly type: 'agent' | 'customer';
  readonly name: string;
  readonly email: string;
  readonly present: boolean;
  readonly [field: string]: unknown;
}

export interface Chat {
  readonly id: string;
  users: ChatUser[];
  /** Oldest first. */
  threads: ChatThread[];
  properties: Record<string, Record<string, unknown>>;
  readonly access: { readonly group_ids: number[] };
  is_followed: boolean;
}

/** The thread that the API shows when nobody names one. */
export function lastThreadOf(chat: Chat): ChatThread | undefined {
  return chat.threads.at(-1);
}

/** A moment the way the API writes it. */
export function apiDate(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}
