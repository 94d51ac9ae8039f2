import { describe, expect, it } from '@jest/globals';

import { nextPayload, nextQuery } from './next-page.js';

describe('the question for the next page', () => {
  it('leaves out what the page id holds', () => {
    const asked = {
      chat_id: 'c',
      filters: {},
      limit: 5,
      sort_order: 'asc',
      groups: [1],
      page_id: 'one',
      x: 1,
    };

    expect(nextPayload(asked, 'two')).toEqual({ chat_id: 'c', x: 1, page_id: 'two' });
  });

  it.each([
    ['', '?page_id=a%2Bb%3D'],
    ['?limit=5&filters.from=x&filters%5Bto%5D=y&sort_order=asc&groups=1', '?page_id=a%2Bb%3D'],
    ['?chat_id=%C3%A4&page_id=one&x&limits=1', '?chat_id=%C3%A4&x&limits=1&page_id=a%2Bb%3D'],
    ['?&=', '?page_id=a%2Bb%3D'],
    ['?%zz=1', '?%zz=1&page_id=a%2Bb%3D'],
  ])('leaves it out of a query too: %j', (query, next) => {
    expect(nextQuery(query, 'a+b=')).toBe(next);
  });
});
