import { describe, expect, it } from '@jest/globals';

import { failureFrom } from './classify-refusal.js';

const kindOf = (status: number, json: unknown): string => failureFrom({ status, json }).kind;

describe('an answer without tokens', () => {
  it.each([
    [401, { error: 'invalid_grant' }, 'permanent'],
    [400, { error: 'invalid_grant' }, 'permanent'],
    [403, { error: 'missing_grant' }, 'permanent'],
    [404, { error: 'resource_not_found', resource_name: 'refresh_token' }, 'permanent'],
    [401, { identity_exception: 'identity_lost' }, 'permanent'],
    [401, { oauth_exception: 'invalid_grant', exception_description: 'x' }, 'permanent'],
    [422, { error: 'invalid_request', invalid_fields: { refresh_token: 'malformed' } }, 'permanent'],
    [401, { error: 'invalid_client' }, 'configuration'],
    [401, { oauth_exception: 'unsupported_grant_type' }, 'configuration'],
    [422, { error: 'invalid_request', invalid_fields: { client_secret: 'missing' } }, 'configuration'],
    [401, { error: 'unauthorized_client', error_description: 'Invalid client_id' }, 'configuration'],
    [401, { error: 'unauthorized_client', error_description: 'client not found' }, 'configuration'],
    [401, { error: 'unauthorized_client', error_description: 'refresh token not found' }, 'ambiguous'],
    [401, { error: 'unauthorized_client', error_description: 'client is not authorized' }, 'ambiguous'],
    [401, { error: 'unauthorized' }, 'ambiguous'],
    [422, { error: 'invalid_request' }, 'transient'],
    [403, { error: 'traffic_blocked' }, 'transient'],
    [401, '<html>', 'transient'],
    [401, undefined, 'transient'],
    [401, { error: { type: 'authentication' } }, 'transient'],
    [429, { error: 'invalid_grant' }, 'transient'],
    [408, { error: 'invalid_grant' }, 'transient'],
    [500, { error: 'invalid_client' }, 'transient'],
    [302, {}, 'transient'],
  ])('%i %j is %s', (status, json, kind) => {
    expect(kindOf(status, json)).toBe(kind);
  });

  it('is told by its code and LiveChat’s request id, never by its description', () => {
    const json = { error: 'invalid_grant', error_description: 'token abc expired', request_id: 'r-1' };

    const failure = failureFrom({ status: 401, json });

    expect(failure).toMatchObject({ error: 'invalid_grant', status: 401, requestId: 'r-1' });
    expect(failure.message).not.toContain('abc');
  });
});
