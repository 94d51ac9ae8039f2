import { describe, expect, it } from '@jest/globals';

import { AGENTS, ORGANIZATIONS, SANDBOX_PUBLIC_CLIENT } from '../index.js';
import { CALLBACK, inSandbox, type Visitor } from '../testing/visitor.js';

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

function refusal(
  visitor: Visitor,
  changes: Record<string, string | undefined>,
): [string | null, string | null] {
  const { location } = visitor.sandbox.authorize(visitor.authorizeUrl(changes));
  const { pathname, searchParams } = new URL(location);
  expect(pathname).toBe('/ooops');
  return [searchParams.get('oauth_exception'), searchParams.get('exception_details')];
}

describe('the authorization step', () => {
  it('gives a code with the prefix of the region, percent-encoded, and the state', () =>
    inSandbox(({ sandbox }) => {
      const { location } = sandbox.authorize(
        `${sandbox.url}/?response_type=code&client_id=sandbox-client&redirect_uri=${CALLBACK}&state=a%2Bb`,
        { agent: AGENTS.dieter },
      );
      expect(location).toMatch(
        /^http:\/\/localhost:3000\/auth\/livechat\/callback\?code=fra%3A[\w-]+&state=a%2Bb$/,
      );
    }));

  it('sends an empty state back when none came', () =>
    inSandbox((visitor) => {
      const { location } = visitor.sandbox.authorize(visitor.authorizeUrl({ state: undefined }));
      expect(location).toMatch(/&state=$/);
    }));

  it.each([
    [{ client_id: undefined }, 'unauthorized_client', 'client_id_not_found'],
    [{ client_id: 'nobody' }, 'unauthorized_client', 'client_id_not_found'],
    [{ redirect_uri: undefined }, 'unauthorized_client', 'redirect_uri_not_set'],
    [{ redirect_uri: 'https://evil.example/' }, 'unauthorized_client', 'invalid_redirect_uri'],
    [{ response_type: undefined }, 'invalid_request', 'response_type is missing'],
    [{ response_type: 'id_token' }, 'unsupported_response_type', null],
    [{ response_type: 'token' }, 'invalid_request', 'response_type does not fit this type of app'],
    [{ client_id: SANDBOX_PUBLIC_CLIENT.id }, 'invalid_request', 'code_challenge is missing'],
    [
      { code_challenge: 'short', code_challenge_method: 'S256' },
      'invalid_request',
      'code_challenge is malformed',
    ],
    [
      { code_challenge: CHALLENGE, code_challenge_method: 'S512' },
      'invalid_request',
      'code_challenge_method is unknown',
    ],
    [{ prompt: 'login' }, 'invalid_request', 'prompt is unknown'],
    [{ scope: 'users.read' }, 'invalid_scope', 'users.read is not configured'],
  ])('refuses %j', (changes: Record<string, string | undefined>, exception, details) =>
    inSandbox((visitor) => {
      expect(refusal(visitor, changes)).toEqual([exception, details]);
    }),
  );

  it('refuses a duplicated parameter', () =>
    inSandbox((visitor) => {
      const { location } = visitor.sandbox.authorize(`${visitor.authorizeUrl()}&state=another`);
      expect(location).toContain('/ooops?oauth_exception=invalid_request');
    }));

  it('sends a denial back to the app in LiveChat’s words', () =>
    inSandbox((visitor) => {
      const { location } = visitor.sandbox.authorize(visitor.authorizeUrl(), { deny: true });
      expect(location).toBe(`${CALLBACK}?oauth_exception=access_denied&state=a-state`);
    }));

  it('sends a denial back in RFC 6749’s words when asked to', () =>
    inSandbox(
      (visitor) => {
        const { location } = visitor.sandbox.authorize(visitor.authorizeUrl(), { deny: true });
        expect(location).toBe(`${CALLBACK}?error=access_denied&state=a-state`);
      },
      { behavior: { denial: 'error' } },
    ));

  it('keeps a denial on a page of its own when asked to', () =>
    inSandbox(
      (visitor) => {
        const { location } = visitor.sandbox.authorize(visitor.authorizeUrl(), { deny: true });
        expect(location).toBe(`${visitor.sandbox.url}/ooops?oauth_exception=access_denied`);
      },
      { behavior: { denial: 'page' } },
    ));

  it('stops an account after three redirects in 30 s, and lets it go on later', () =>
    inSandbox((visitor) => {
      const next = (): string =>
        visitor.sandbox.authorize(visitor.authorizeUrl(), { agent: AGENTS.bob }).location;
      const first = [next(), next(), next()];
      const fourth = next();
      visitor.clock.advance(30_000);
      expect(first.every((location) => location.startsWith(CALLBACK))).toBe(true);
      expect(fourth).toContain('exception_details=too_many_redirects');
      expect(next()).toContain(CALLBACK);
    }));

  it('counts redirects of each account for itself', () =>
    inSandbox((visitor) => {
      const next = (agent: typeof AGENTS.bob | typeof AGENTS.carla): string =>
        visitor.sandbox.authorize(visitor.authorizeUrl(), { agent }).location;
      next(AGENTS.bob);
      next(AGENTS.bob);
      next(AGENTS.bob);
      expect(next(AGENTS.carla)).toContain(CALLBACK);
    }));

  it('refuses an agent who does not belong to the organization', () =>
    inSandbox((visitor) => {
      const { location } = visitor.sandbox.authorize(visitor.authorizeUrl(), {
        agent: AGENTS.alice,
        organization: ORGANIZATIONS.soehne,
      });
      expect(location).toBe(`${visitor.sandbox.url}/?identity_exception=unauthorized`);
    }));

  it('refuses administrators’ scopes to an agent', () =>
    inSandbox((visitor) => {
      const { location } = visitor.sandbox.authorize(visitor.authorizeUrl(), { agent: AGENTS.eve });
      expect(location).toContain('oauth_exception=invalid_scope');
    }));

  it('leaves optional scopes out that an agent cannot grant', () =>
    inSandbox(
      async (visitor) => {
        const code = visitor.code({ agent: AGENTS.eve }, { client_id: 'choosy' });
        const { json } = await visitor.exchange(code, { client_id: 'choosy', client_secret: 's' });
        expect(json['scope']).toBe('chats--access:ro');
      },
      {
        clients: [
          {
            id: 'choosy',
            secrets: ['s'],
            scopes: ['chats--access:ro', 'chats--all:ro'],
            optionalScopes: ['chats--all:ro'],
          },
        ],
      },
    ));

  it('gives a JavaScript app its token in the fragment', () =>
    inSandbox((visitor) => {
      const url = visitor.authorizeUrl({ client_id: SANDBOX_PUBLIC_CLIENT.id, response_type: 'token' });
      expect(visitor.sandbox.authorize(url).location).toMatch(
        /callback#access_token=dal%3A[\w-]+&token_type=Bearer&expires_in=28800&state=a-state$/,
      );
    }));
});
