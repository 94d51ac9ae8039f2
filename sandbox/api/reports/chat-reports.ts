import type { ReportedThread, ReportRange } from './report-range.js';

type Records = Record<string, unknown>;

function byDay(range: ReportRange, describe: (threads: readonly ReportedThread[]) => unknown): Records {
  const records = range.days.map((day) => [day, describe(range.threads.filter((it) => it.day === day))]);
  return Object.fromEntries(records) as Records;
}

function scoreOf({ thread }: ReportedThread): unknown {
  return thread.properties['rating']?.['score'];
}

function rating(threads: readonly ReportedThread[]) {
  const good = threads.filter((thread) => scoreOf(thread) === 1).length;
  const bad = threads.filter((thread) => scoreOf(thread) === 0).length;
  return { good, bad, chats: threads.length };
}

function secondsOf({ thread }: ReportedThread): number {
  const first = Date.parse(thread.events[0]?.created_at ?? thread.created_at);
  const last = Date.parse(thread.events.at(-1)?.created_at ?? thread.created_at);
  return Math.round((last - first) / 1000);
}

function duration(threads: readonly ReportedThread[]) {
  const total = threads.reduce((sum, thread) => sum + secondsOf(thread), 0);
  return { count: threads.length, duration: threads.length === 0 ? 0 : Math.round(total / threads.length) };
}

function tagCounts(threads: readonly ReportedThread[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const tag of threads.flatMap(({ thread }) => thread.tags)) counts[tag] = (counts[tag] ?? 0) + 1;
  return counts;
}

function groupCounts(range: ReportRange): Records {
  const records: Record<string, { chats: number }> = {};
  for (const id of range.threads.flatMap(({ thread }) => thread.access.group_ids))
    records[id] = { chats: (records[id]?.chats ?? 0) + 1 };
  return records;
}

function agentsOf({ thread }: ReportedThread): string[] {
  return thread.user_ids.filter((id) => id.includes('@'));
}

function performance({ threads }: ReportRange): Records {
  const agents = [...new Set(threads.flatMap(agentsOf))].sort();
  const records = agents.map((agent) => {
    const own = threads.filter((thread) => agentsOf(thread).includes(agent));
    const { good, bad } = rating(own);
    const { duration: chatting_time } = duration(own);
    const performance = { chats_count: own.length, chats_rated_good: good, chats_rated_bad: bad };
    return [agent, { ...performance, chatting_time, first_response_time: 45, logged_in_time: 28_800 }];
  });
  return Object.fromEntries(records) as Records;
}

type Report = (range: ReportRange) => { total?: number; records: Records };

function daily(describe: (threads: readonly ReportedThread[]) => unknown): Report {
  return (range) => ({ total: range.threads.length, records: byDay(range, describe) });
}

/** Reports by their path: a resource and an action. */
export const reports: Readonly<Record<string, Report>> = {
  'chats/total_chats': daily((threads) => ({ total: threads.length, continuous: 0 })),
  'chats/ratings': daily(rating),
  'chats/duration': daily(duration),
  'chats/tags': daily(tagCounts),
  'chats/groups': (range) => ({ total: range.threads.length, records: groupCounts(range) }),
  'chats/engagement': daily((threads) => ({ started_by_agent: 0, started_by_customer: threads.length })),
  'chats/first_response_time': daily((threads) => ({ count: threads.length, first_response_time: 45 })),
  'chats/response_time': daily((threads) => ({ count: threads.length, response_time: 45 })),
  'agents/performance': (range) => ({ records: performance(range) }),
  'agents/availability': daily(() => ({ hours: 8 })),
  'customers/unique_visitors': daily((threads) => ({
    unique_visitors: new Set(threads.map(({ thread }) => thread.user_ids[0])).size,
    page_views: threads.length * 4,
  })),
  'tags/chat_usage': daily(tagCounts),
};
