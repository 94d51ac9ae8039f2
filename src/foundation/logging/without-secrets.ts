/** Names of fields that would hold a secret if somebody logged a whole object by mistake. */
const NEVER_LOGGED: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'client_secret',
  'clientSecret',
  'code_verifier',
  'codeVerifier',
  'password',
  'secret',
]);
const REMOVED = '[removed]';
const DEPTH = 4;

type Fields = Record<string, unknown>;

/** The fields as they are when nothing in them bears a secret's name; else a copy without those. */
export function withoutSecrets(fields: Fields, depth = DEPTH): Fields {
  let copy: Fields | undefined;
  for (const name in fields) {
    const value = fields[name];
    const shown = NEVER_LOGGED.has(name)
      ? REMOVED
      : isPlain(value) && depth > 1
        ? withoutSecrets(value, depth - 1)
        : value;
    if (shown === value) continue;
    copy ??= { ...fields };
    copy[name] = shown;
  }
  return copy ?? fields;
}

/** Errors and secrets have a way of their own to be logged. */
function isPlain(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}
