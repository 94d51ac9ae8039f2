/**
 * The value of one cookie, without parsing the others: this runs on every request.
 *
 * `undefined` when it is absent. When it is there twice with different values somebody planted one: the answer is then
 * empty, which opens nothing.
 */
export function soleCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  let value: string | undefined;
  for (let start = 0; start < header.length;) {
    const semicolon = header.indexOf(';', start);
    const end = semicolon === -1 ? header.length : semicolon;
    const found = valueIfNamed(header.slice(start, end), name);
    if (found !== undefined) value = value === undefined || value === found ? found : '';
    start = end + 1;
  }
  return value;
}

function valueIfNamed(pair: string, name: string): string | undefined {
  const equals = pair.indexOf('=');
  if (equals === -1 || pair.slice(0, equals).trim() !== name) return undefined;
  return pair.slice(equals + 1).trim();
}
