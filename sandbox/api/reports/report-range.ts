import type { Chat, ChatThread } from '../../world/chat.js';
import type { ApiCall } from '../api-call.js';
import { wrongFormat } from '../api-error.js';
import type { Input } from '../input.js';

const WEEK_MS = 7 * 86_400_000;
const DAY_LENGTH = 'YYYY-MM-DD'.length;

/** A thread that a report counts. */
export interface ReportedThread {
  readonly chat: Chat;
  readonly thread: ChatThread;
  readonly day: string;
}

/** What a report was asked for, and the threads of that time. */
export interface ReportRange {
  readonly from: string;
  readonly to: string;
  readonly threads: readonly ReportedThread[];
  readonly days: readonly string[];
}

function dateOf(filters: Input, name: string, fallback: number): number {
  const text = filters.optionalText(name);
  const at = text === undefined ? fallback : Date.parse(text);
  if (Number.isNaN(at)) throw filters.wrong(name, 'must be a date');
  return at;
}

/** The last seven days unless the filters say otherwise. */
export function reportRange({ data, input, clock }: ApiCall): ReportRange {
  const filters = input.inside('filters');
  const to = dateOf(filters, 'to', clock.now());
  const from = dateOf(filters, 'from', to - WEEK_MS);
  if (from > to) throw wrongFormat('filters.from must not be after filters.to');
  const threads = [...data.chats.values()]
    .flatMap((chat) => chat.threads.map((thread) => ({ chat, thread })))
    .filter(({ thread }) => Date.parse(thread.created_at) >= from && Date.parse(thread.created_at) <= to)
    .map((reported) => ({ ...reported, day: reported.thread.created_at.slice(0, DAY_LENGTH) }));
  const days = [...new Set(threads.map(({ day }) => day))].sort();
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), threads, days };
}
