import { ParameterRefused } from './start-refusals.js';

/** The query of a request's URL, as it came: the parser of the HTTP server may differ. */
export function queryOf(url: string): URLSearchParams {
  const mark = url.indexOf('?');
  return new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1));
}

/**
 * A query in which nothing is said twice: which of two values counts is a question attackers like.
 *
 * @throws ParameterRefused
 */
export function soleParametersOf(query: URLSearchParams): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of query) {
    if (parameters.has(name)) throw new ParameterRefused('A parameter is there twice: send each one once.');
    parameters.set(name, value);
  }
  return parameters;
}
