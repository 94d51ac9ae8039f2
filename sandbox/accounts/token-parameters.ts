import type { Call } from '../http/call.js';
import { invalidFields } from './accounts-error.js';

const NAMES = [
  'grant_type',
  'code',
  'refresh_token',
  'client_id',
  'client_secret',
  'redirect_uri',
  'code_verifier',
];

/** The parameters of a token request. What was not sent is not there. */
export type TokenParameters = Partial<Record<string, string>>;

function fromJson(text: string): TokenParameters {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw invalidFields({ body: 'must be an object' });
  const parameters: TokenParameters = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (!NAMES.includes(name) || value === null) continue;
    if (typeof value !== 'string') throw invalidFields({ [name]: 'must be a string' });
    parameters[name] = value;
  }
  return parameters;
}

function fromForm(form: URLSearchParams): TokenParameters {
  const parameters: TokenParameters = {};
  for (const name of NAMES) {
    const values = form.getAll(name);
    if (values.length > 1) throw invalidFields({ [name]: 'is duplicated' });
    if (values[0] !== undefined) parameters[name] = values[0];
  }
  return parameters;
}

/**
 * Reads a token request: a form, or JSON, also without its content type, or a query with an empty body.
 *
 * @throws AccountsError 422
 */
export function readTokenParameters({
  body,
  headers,
  query,
}: Pick<Call, 'body' | 'headers' | 'query'>): TokenParameters {
  const text = body.toString('utf8').trim();
  if (text === '') return fromForm(query);
  const isJson = (headers['content-type'] ?? '').includes('json') || text.startsWith('{');
  if (!isJson) return fromForm(new URLSearchParams(text));
  try {
    return fromJson(text);
  } catch (error) {
    throw error instanceof SyntaxError ? invalidFields({ body: 'is not JSON' }) : error;
  }
}
