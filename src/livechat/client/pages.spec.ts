import { describe, expect, it } from '@jest/globals';

import { type Page, pagesOf } from './pages.js';

interface Chats extends Page {
  readonly chats: number;
}

async function read(pages: readonly Chats[], payload: Record<string, unknown>) {
  const questions: object[] = [];
  const left = [...pages];
  const answers: number[] = [];
  const fetchPage = (question: object) => {
    questions.push(question);
    return Promise.resolve(left.shift()!);
  };
  for await (const page of pagesOf(fetchPage, payload)) answers.push(page.chats);
  return { questions, answers };
}

describe('pages of a list', () => {
  it('come one after another until there is no next page', async () => {
    const { answers } = await read(
      [{ chats: 1, next_page_id: 'b' }, { chats: 2, next_page_id: 'c' }, { chats: 3 }],
      {},
    );

    expect(answers).toEqual([1, 2, 3]);
  });

  it('are asked for without what a page id holds already', async () => {
    const payload = { filters: { active: true }, limit: 100, sort_order: 'asc', other: 1 };

    const { questions } = await read([{ chats: 1, next_page_id: 'b' }, { chats: 2 }], payload);

    expect(questions).toEqual([payload, { other: 1, page_id: 'b' }]);
  });

  it('end with an empty page id', async () => {
    expect((await read([{ chats: 1, next_page_id: '' }], {})).answers).toEqual([1]);
  });
});
