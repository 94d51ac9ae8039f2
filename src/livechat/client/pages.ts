import { nextPayload } from '../policy/next-page.js';

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
