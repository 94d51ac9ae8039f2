/** `groups` is so with `list_greetings`, the others with every list. */
const HELD_BY_PAGE_ID: ReadonlySet<string> = new Set(['filters', 'limit', 'sort_order', 'groups']);

/** The question for a list's next page: a page id holds the first one, and LiveChat refuses (`validation`) what would ask it again. */
export function nextPayload(payload: Readonly<Record<string, unknown>>, pageId: string): object {
  const rest = Object.entries(payload).filter(([name]) => !HELD_BY_PAGE_ID.has(name));
  return { ...Object.fromEntries(rest), page_id: pageId };
}

/** The same for parameters in a query: `filters.from=…` is part of `filters`. */
export function nextQuery(query: string, pageId: string): string {
  const rest = query
    .replace(/^\?/, '')
    .split('&')
    .filter((parameter) => {
      const [name = ''] = new URLSearchParams(parameter).keys();
      const first = name.split(/[.[]/, 1)[0] ?? '';
      return first !== '' && first !== 'page_id' && !HELD_BY_PAGE_ID.has(first);
    });
  return `?${[...rest, `page_id=${encodeURIComponent(pageId)}`].join('&')}`;
}
