/** What LiveChat did not grant of what was asked for. `rw` includes `ro`, `all` includes `access` and `my`, `access` includes `my`. */
export function missingScopes(asked: readonly string[], granted: readonly string[]): readonly string[] {
  return asked.filter((scope) => !granted.some((given) => includes(given, scope)));
}

const LEVELS: Readonly<Record<string, readonly string[]>> = {
  all: ['all', 'access', 'my', 'groups'],
  access: ['access', 'my'],
};
const MODES: Readonly<Record<string, readonly string[]>> = { rw: ['rw', 'ro'] };

/** Scopes are opaque but for `resource--level:mode`: https://platform.text.com/docs/authorization/scopes */
function includes(given: string, asked: string): boolean {
  if (given === asked) return true;
  const a = partsOf(given);
  const b = partsOf(asked);
  if (!a || !b || a.resource !== b.resource) return false;
  const levels = LEVELS[a.level] ?? [a.level];
  const modes = MODES[a.mode] ?? [a.mode];
  return levels.includes(b.level) && modes.includes(b.mode);
}

function partsOf(scope: string): { resource: string; level: string; mode: string } | undefined {
  const [, resource = '', level = '', mode = ''] = /^(.+?)(?:--(\w+))?:(\w+)$/.exec(scope) ?? [];
  return resource ? { resource, level, mode } : undefined;
}
