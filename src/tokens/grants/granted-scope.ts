const LEVELS: ReadonlyMap<string, readonly string[]> = new Map([
  ['all', ['all', 'access', 'my', 'groups']],
  ['access', ['access', 'my']],
]);
const OLD_NAMES: ReadonlyMap<string, string> = new Map([['chats.conversation', 'chats']]);

/**
 * Whether one of the granted scopes is the one that is needed, or includes it: `rw` includes `ro`, `all` includes
 * `access`, `groups` and `my`, `access` includes `my`.
 *
 * Scopes are opaque but for `resource--level:mode`: https://platform.text.com/docs/authorization/scopes
 */
export function isGranted(needed: string, granted: readonly string[]): boolean {
  return granted.some((given) => includes(given, needed));
}

/**
 * Whether LiveChat might take one of the granted scopes for the one that is needed: those of the same resource that go as
 * far, at whatever level. Old grants have levels and names that its documents no longer tell the meaning of
 * (`chats--my:ro`, `chats.conversation--all:rw`).
 */
export function mayBeGranted(needed: string, granted: readonly string[]): boolean {
  const wants = partsOf(needed);
  return granted.some((given) => {
    const has = partsOf(given);
    if (!has || !wants) return given === needed;
    const resource = OLD_NAMES.get(has.resource) ?? has.resource;
    return resource === wants.resource && isModeIn(has.mode, wants.mode);
  });
}

function includes(given: string, needed: string): boolean {
  if (given === needed) return true;
  const has = partsOf(given);
  const wants = partsOf(needed);
  if (!has || !wants || has.resource !== wants.resource) return false;
  const isLevelIn = has.level === wants.level || (LEVELS.get(has.level)?.includes(wants.level) ?? false);
  return isLevelIn && isModeIn(has.mode, wants.mode);
}

function isModeIn(has: string, wants: string): boolean {
  return has === wants || (has === 'rw' && wants === 'ro');
}

function partsOf(scope: string): { resource: string; level: string; mode: string } | undefined {
  const [, resource = '', level = '', mode = ''] = /^(.+?)(?:--(\w+))?:(\w+)$/.exec(scope) ?? [];
  return resource ? { resource, level, mode } : undefined;
}
