import { describe, expect, it } from '@jest/globals';

import { AGENTS } from '../../index.js';
import { inSandbox, type Visitor } from '../../testing/visitor.js';
import { reports } from './chat-reports.js';

const MONTH = { from: '2026-10-01T00:00:00Z', to: '2026-11-30T00:00:00Z' };

function aliceToken({ sandbox }: Visitor, scopes?: readonly string[]): string {
  return sandbox.tokens.issueFor({ agent: AGENTS.alice, scopes }).accessToken;
}

describe('reports', () => {
  it.each(Object.keys(reports))('answers %s by POST', (path) =>
    inSandbox(async (visitor) => {
      const { status, json } = await visitor.api(`/reports/${path}`, aliceToken(visitor), { filters: MONTH });
      expect(status).toBe(200);
      expect(json['name']).toBe(path.split('/')[1]);
      expect(Object.keys(json['records'] as object).length).toBeGreaterThan(0);
    }),
  );

  it('answers a GET with the filters in the query alike', () =>
    inSandbox(async (visitor) => {
      const token = aliceToken(visitor);
      const posted = await visitor.api('/reports/chats/total_chats', token, { filters: MONTH });
      const got = await visitor.fetch(
        `/v3.6/reports/chats/total_chats?filters.from=${MONTH.from}&filters.to=${MONTH.to}`,
        { headers: { authorization: `Bearer ${token}` } },
      );
      expect(got.json).toEqual(posted.json);
      expect(got.json['total']).toBeGreaterThan(64);
    }));

  it('counts only the time that was asked for', () =>
    inSandbox(async (visitor) => {
      const filters = { from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00Z' };
      const { json } = await visitor.api('/reports/chats/total_chats', aliceToken(visitor), { filters });
      expect(json['total']).toBe(0);
    }));

  it('wants reports_read', () =>
    inSandbox(async (visitor) => {
      const reply = await visitor.api('/reports/chats/ratings', aliceToken(visitor, ['chats--all:rw']));
      expect(reply.status).toBe(403);
    }));

  it('refuses what is not a date', () =>
    inSandbox(async (visitor) => {
      const reply = await visitor.api('/reports/chats/ratings', aliceToken(visitor), {
        filters: { from: 'soon' },
      });
      expect(reply.status).toBe(400);
    }));
});
