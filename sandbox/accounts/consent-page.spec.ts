import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS } from '../index.js';
import { CALLBACK, inSandbox, type Reply, type Visitor } from '../testing/visitor.js';

function click(visitor: Visitor, fields: Record<string, string>): Promise<Reply> {
  const query = new URL(visitor.authorizeUrl()).search.slice(1);
  return visitor.fetch('/consent', { method: 'POST', body: new URLSearchParams({ query, ...fields }) });
}

describe('the consent page', () => {
  it('names the app, its redirect URI, every agent and every scope', () =>
    inSandbox(async (visitor) => {
      const { status, text } = await visitor.fetch(visitor.authorizeUrl({ scope: 'chats--all:ro' }));
      expect(status).toBe(200);
      for (const shown of ['Sandbox app', CALLBACK, 'Dieter Dölling', '<code>chats--all:ro</code>'])
        expect(text).toContain(shown);
    }));

  it('escapes what comes from the query', () =>
    inSandbox(async (visitor) => {
      const { text } = await visitor.fetch(visitor.authorizeUrl({ state: '"><script>alert(1)</script>' }));
      expect(text).not.toContain('<script>');
    }));

  it('allows its form to lead to the app, and nothing else to load', () =>
    inSandbox(
      async (visitor) => {
        const url = visitor.authorizeUrl({ client_id: 'remote', redirect_uri: 'https://app.example/cb' });
        const { headers } = await visitor.fetch(url);
        const policy = headers.get('content-security-policy');
        expect(policy).toContain("default-src 'none'");
        expect(policy).toContain("form-action 'self' https://app.example ");
      },
      { clients: [{ id: 'remote', secrets: ['s'], redirectUris: ['https://app.example/cb'] }] },
    ));

  it('selects the agent whose address the app gave', () =>
    inSandbox(async (visitor) => {
      const { text } = await visitor.fetch(visitor.authorizeUrl({ email: AGENTS.bob.email }));
      expect(text).toMatch(new RegExp(`value="${AGENTS.bob.accountId}" required checked`));
    }));

  it('leads to the app with a code of the chosen organization when Allow is clicked', () =>
    inSandbox(async (visitor) => {
      const { status, headers } = await click(visitor, {
        agent: AGENTS.carla.accountId,
        organization: ORGANIZATIONS.soehne.id,
        decision: 'allow',
      });
      expect(status).toBe(303);
      expect(headers.get('location')).toMatch(/callback\?code=fra%3A/);
    }));

  it('takes the agent’s own organization when none is chosen', () =>
    inSandbox(async (visitor) => {
      const { headers } = await click(visitor, {
        agent: AGENTS.dieter.accountId,
        organization: '',
        decision: 'allow',
      });
      expect(headers.get('location')).toMatch(/callback\?code=fra%3A/);
    }));

  it('leads to the app without a code when Deny is clicked', () =>
    inSandbox(async (visitor) => {
      const { headers } = await click(visitor, { agent: AGENTS.alice.accountId, decision: 'deny' });
      expect(headers.get('location')).toBe(`${CALLBACK}?oauth_exception=access_denied&state=a-state`);
    }));

  it('leads to /ooops, not to the app, when the request is wrong', () =>
    inSandbox(async (visitor) => {
      const { status, headers } = await visitor.fetch(visitor.authorizeUrl({ client_id: 'nobody' }));
      expect(status).toBe(302);
      expect(headers.get('location')).toBe(
        '/ooops?oauth_exception=unauthorized_client&exception_details=client_id_not_found',
      );
    }));

  it('says on /ooops what went wrong', () =>
    inSandbox(async (visitor) => {
      const { text } = await visitor.fetch(
        '/ooops?oauth_exception=invalid_request&exception_details=too_many_redirects',
      );
      expect(text).toContain('more than 3 times in 30 s');
    }));

  it('is skipped when an agent approves by itself, but not with prompt=consent', () =>
    inSandbox(
      async (visitor) => {
        const { headers } = await visitor.fetch(visitor.authorizeUrl());
        const asked = await visitor.fetch(visitor.authorizeUrl({ prompt: 'consent' }));
        expect(headers.get('location')).toContain(`${CALLBACK}?code=`);
        expect(asked.status).toBe(200);
      },
      { behavior: { autoApprove: AGENTS.alice.email } },
    ));

  it('sends a visitor without any parameter to the sandbox’s own page', () =>
    inSandbox(async (visitor) => {
      const { headers } = await visitor.fetch('/');
      expect(headers.get('location')).toBe('/_sandbox/');
    }));
});
