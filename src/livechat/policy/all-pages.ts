/** The lists that LiveChat gives in pages, with `page_id` and `next_page_id`. */
export const pagedActions: ReadonlySet<string> = new Set([
  'agent/action/list_chats',
  'agent/action/list_threads',
  'agent/action/list_archives',
  'configuration/action/list_greetings',
]);
const METHODS: ReadonlySet<string> = new Set(['POST', 'GET']);

/** Whether a call wants every page of a list: `?all=true`, which is ours to see and not LiveChat's. */
export function asksForAllPages(method: string, action: string, query: string): boolean {
  return query !== '' && pagedActions.has(action) && METHODS.has(method) && /[?&]all=true(?:&|$)/.test(query);
}

/** The query, the rest of it byte for byte. */
export function withoutAll(query: string): string {
  const rest = query
    .slice(1)
    .split('&')
    .filter((parameter) => !/^all(?:=|$)/.test(parameter));
  return rest.length > 0 ? `?${rest.join('&')}` : '';
}
