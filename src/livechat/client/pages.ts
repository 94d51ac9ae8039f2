/** An answer of a LiveChat `list_*` action. */
export interface Page {
  readonly next_page_id?: string;
}

/** Follows `next_page_id` to the end. */
export async function* pagesOf<Answer extends object>(
  fetchPage: (payload: object) => Promise<Answer & Page>,
  payload: Readonly<Record<string, unknown>>,
): AsyncGenerator<Answer & Page, void> {
  let page = await fetchPage(payload);
  yield page;
  while (page.next_page_id) {
    page = await fetchPage(nextPayload(payload, page.next_page_id));
    yield page;
  }
}

const HELD_BY_PAGE_ID: ReadonlySet<string> = new Set(['filters', 'limit', 'sort_order']);

/** A page id holds the question: LiveChat refuses (`validation`) what would ask it again. */
function nextPayload(payload: Readonly<Record<string, unknown>>, pageId: string): object {
  const rest = Object.entries(payload).filter(([name]) => !HELD_BY_PAGE_ID.has(name));
  return { ...Object.fromEntries(rest), page_id: pageId };
}
