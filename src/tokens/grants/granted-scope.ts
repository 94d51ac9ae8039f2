const LEVELS: ReadonlyMap<string, readonly string[]> = new Map([
  ['all', ['all', 'access', 'my', 'groups']],
  ['access', ['access', 'my']],
]);

/**
 * Whether one of the granted scopes is the one that is needed, or includes it: `rw` includes `ro`, `all` includes
 * `access`, `groups` and `my`, `access` includes `my`.
 *
 * Scopes are opaque but for `resource--level:mode`: https://platform.text.com/docs/authorization/scopes
 */
export function isGranted(needed: string, granted: readonly string[]): boolean {
  return granted.some((given) => includes(given, needed));
}

function includes(given: string, needed: string): boolean {
  if (given === needed) return true;
  const has = partsOf(given);
  const wants = partsOf(needed);
  if (!has || !wants || has.resource !== wants.resource) return false;
  const isLevelIn = has.level === wants.level || (LEVELS.get(has.level)?.includes(wants.level) ?? false);
  const isModeIn = has.mode === wants.mode || (has.mode === 'rw' && wants.mode === 'ro');
  return isLevelIn && isModeIn;
}

function partsOf(scope: string): { resource: string; level: string; mode: string } | undefined {
  const [, resource = '', level = '', mode = ''] = /^(.+?)(?:--(\w+))?:(\w+)$/.exec(scope) ?? [];
  return resource ? { resource, level, mode } : undefined;
}
