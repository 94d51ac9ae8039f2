import { wrongFormat } from './api-error.js';
import { type Fields, Input, isFields } from './input.js';

const MONTH_MS = 30 * 86_400_000;
const SETTLED_BY_PAGE_ID = ['filters', 'limit', 'sort_order'];

/** What a `page_id` stands for. */
interface PageState {
  readonly action: string;
  readonly offset: number;
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  readonly filters: Fields;
  readonly at: number;
}

interface PageOptions {
  /** A page of one method is no good for another. */
  readonly action: string;
  readonly defaultLimit: number;
  readonly now: number;
}

/** One page of a list, and the ways to its neighbors. */
export interface PageOf<Item> {
  readonly items: Item[];
  readonly found: number;
  readonly links: { readonly next_page_id?: string; readonly previous_page_id?: string };
}

function encode(state: PageState): string {
  return Buffer.from(JSON.stringify(state)).toString('base64url');
}

function decode(pageId: string): PageState {
  try {
    const state: unknown = JSON.parse(Buffer.from(pageId, 'base64url').toString('utf8'));
    if (isFields(state) && Number.isInteger(state['offset']) && isFields(state['filters']))
      return state as unknown as PageState;
  } catch {
    // Falls through to the one complaint about page ids.
  }
  throw wrongFormat('page_id is not valid');
}

/**
 * Which page is asked for. `filters`, `limit` and `sort_order` may not come with a `page_id`.
 *
 * @throws ApiError `validation`
 */
export function pageOf(input: Input, { action, defaultLimit, now }: PageOptions): PageState {
  const pageId = input.optionalText('page_id');
  if (pageId === undefined) {
    const limit = input.integer('limit', { min: 1, max: 100, fallback: defaultLimit });
    const order = input.oneOf('sort_order', ['asc', 'desc']) ?? 'desc';
    return { action, offset: 0, limit, order, filters: input.inside('filters').fields, at: now };
  }
  const settled = SETTLED_BY_PAGE_ID.find((name) => input.has(name));
  if (settled !== undefined) throw wrongFormat(`${settled} may not accompany page_id`);
  const state = decode(pageId);
  if (state.action !== action || state.at < now - MONTH_MS) throw wrongFormat('page_id is not valid');
  return state;
}

/** Cuts the page out of all that was found, which is ordered oldest first. */
export function cutPage<Item>(oldestFirst: readonly Item[], page: PageState): PageOf<Item> {
  const { offset, limit } = page;
  const ordered = page.order === 'asc' ? oldestFirst : [...oldestFirst].reverse();
  const hasNext = offset + limit < ordered.length;
  return {
    items: ordered.slice(offset, offset + limit),
    found: ordered.length,
    links: {
      ...(hasNext && { next_page_id: encode({ ...page, offset: offset + limit }) }),
      ...(offset > 0 && { previous_page_id: encode({ ...page, offset: Math.max(0, offset - limit) }) }),
    },
  };
}
