import { isFields, Input } from './input.js';

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** Parameters of a GET: `filters.from=…`, or whole objects as JSON. */
export function inputFromQuery(query: URLSearchParams): Input {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of query) {
    const [first = '', second] = name.split('.');
    if (second === undefined)
      fields[first] = value.startsWith('{') || value.startsWith('[') ? parsed(value) : value;
    else fields[first] = { ...(isFields(fields[first]) ? fields[first] : {}), [second]: value };
  }
  return new Input(fields);
}
