import { randomUUID } from 'node:crypto';

import { type Answer, jsonAnswer } from '../http/answer.js';

interface AccountsErrorDetails {
  readonly description: string;
  readonly subError?: string;
  readonly invalidFields?: Readonly<Record<string, string>>;
  readonly resource?: { readonly name: string; readonly id: string };
}

/** An error of the accounts server. Its statuses are 401, 403, 404, 422, 429 and 500, never 400. */
export class AccountsError extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    readonly details: AccountsErrorDetails,
  ) {
    super(details.description);
  }

  toAnswer(): Answer {
    const { description, subError, invalidFields, resource } = this.details;
    return jsonAnswer(
      this.status,
      {
        error: this.error,
        error_description: description,
        sub_error: subError ?? null,
        request_id: randomUUID(),
        ...(invalidFields && { invalid_fields: invalidFields }),
        ...(resource && { resource_name: resource.name, resource_id: resource.id }),
      },
      { 'cache-control': 'no-store' },
    );
  }
}

/** 422: something in the request is missing or cannot be. */
export function invalidFields(fields: Readonly<Record<string, string>>): AccountsError {
  return new AccountsError(422, 'invalid_request', {
    description: `Invalid request: ${Object.keys(fields).join(', ')}`,
    invalidFields: fields,
  });
}

export function invalidGrant(description: string): AccountsError {
  return new AccountsError(401, 'invalid_grant', { description });
}

export function unauthorizedClient(description: string): AccountsError {
  return new AccountsError(401, 'unauthorized_client', { description });
}

export function invalidClient(description: string): AccountsError {
  return new AccountsError(401, 'invalid_client', { description });
}

/** 404, also for a token that is not alive. Never repeats the token. */
export function resourceNotFound(name: string, id = ''): AccountsError {
  return new AccountsError(404, 'resource_not_found', {
    description: `${name} not found`,
    resource: { name, id },
  });
}
