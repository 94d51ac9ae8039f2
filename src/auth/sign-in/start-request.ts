import { isUuid } from '../uuid.js';
import { acceptedReturnTo, type ReturnOrigins } from './return-to.js';
import { soleParametersOf } from './sole-parameters.js';
import { ParameterRefused } from './start-refusals.js';

/** What a start of sign-in asks for. */
export interface StartRequest {
  readonly returnTo?: string;
  readonly prompt?: 'consent';
  readonly organizationId?: string;
  /** The text of a reconnect link, which names the organization. */
  readonly reconnect?: string;
  /** The person pressed the button of the page that stops a loop. */
  readonly isConfirmed: boolean;
}

/** @throws ParameterRefused, ReturnToRefused */
export function startRequestOf(query: URLSearchParams, origins: ReturnOrigins): StartRequest {
  const parameters = soleParametersOf(query);
  const returnTo = parameters.get('return_to');
  const reconnect = parameters.get('reconnect');
  if (reconnect !== undefined && parameters.has('organization_id')) {
    throw new ParameterRefused('Leave organization_id out: the reconnect link names the organization.');
  }
  return {
    returnTo: returnTo === undefined ? undefined : acceptedReturnTo(returnTo, origins),
    prompt: promptOf(parameters.get('prompt')),
    organizationId: organizationIdOf(parameters.get('organization_id')),
    reconnect,
    isConfirmed: parameters.get('confirmed') === '1',
  };
}

/** The address that starts the same sign-in. */
export function startHref(start: Partial<StartRequest>): string {
  const { returnTo, prompt, organizationId, reconnect, isConfirmed } = start;
  const query = new URLSearchParams();
  if (isConfirmed) query.set('confirmed', '1');
  if (returnTo !== undefined) query.set('return_to', returnTo);
  if (prompt !== undefined) query.set('prompt', prompt);
  if (reconnect !== undefined) query.set('reconnect', reconnect);
  else if (organizationId !== undefined) query.set('organization_id', organizationId);
  return query.size === 0 ? '/auth/livechat' : `/auth/livechat?${query.toString()}`;
}

function promptOf(given: string | undefined): 'consent' | undefined {
  if (given === undefined || given === 'consent') return given;
  throw new ParameterRefused('prompt must be "consent", or left out.');
}

function organizationIdOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (isUuid(given)) return given.toLowerCase();
  throw new ParameterRefused('organization_id must be the id of a LiveChat organization: a UUID.');
}
