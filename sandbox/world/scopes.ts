/** What the seeded clients are configured with: enough for everything that the sandbox's API offers. */
export const DEFAULT_SCOPES: readonly string[] = [
  'accounts--my:ro',
  'agents--all:rw',
  'agents-bot--all:rw',
  'chats--all:rw',
  'customers:rw',
  'customers.ban:rw',
  'groups--all:rw',
  'multicast:rw',
  'reports_read',
  'tags--all:rw',
  'webhooks.configuration:rw',
  'webhooks.state:rw',
];

const ADMINISTRATORS_ONLY = new Set([
  'access_rules:ro',
  'access_rules:rw',
  'agents--all:rw',
  'agents-bot--all:rw',
  'agents-bot--my:ro',
  'agents-bot--my:rw',
  'canned_responses--all:ro',
  'canned_responses--all:rw',
  'canned_responses--groups:rw',
  'chats--all:ro',
  'chats--all:rw',
  'customers:own',
  'groups--all:rw',
  'groups--my:rw',
  'properties.configuration:rw',
  'webhooks--all:ro',
  'webhooks--all:rw',
  'webhooks--my:ro',
  'webhooks--my:rw',
  'webhooks.configuration:rw',
  'webhooks.state:ro',
  'webhooks.state:rw',
]);

const REACH: Readonly<Record<string, readonly string[]>> = {
  my: ['my'],
  access: ['my', 'access'],
  groups: ['my', 'groups'],
  all: ['my', 'access', 'groups', 'all'],
};

interface ParsedScope {
  readonly resource: string;
  readonly level: string;
  readonly action: string;
}

function parseScope(scope: string): ParsedScope {
  const [subject = '', action = ''] = scope.split(':');
  const [resource = '', level = ''] = subject.split('--');
  return { resource, level, action };
}

/** Whether `granted` covers `needed`: rw includes ro, a wider level includes the narrower ones. */
export function covers(granted: string, needed: string): boolean {
  if (granted === needed) return true;
  const has = parseScope(granted);
  const wants = parseScope(needed);
  const levelFits = has.level === wants.level || (REACH[has.level] ?? []).includes(wants.level);
  const actionFits = has.action === wants.action || (has.action === 'rw' && wants.action === 'ro');
  return has.resource === wants.resource && levelFits && actionFits;
}

/** Whether one of `granted` covers `needed`. */
export function isGranted(granted: readonly string[], needed: string): boolean {
  return granted.some((scope) => covers(scope, needed));
}

/** Whether only an administrator (or the owner) may grant this scope. */
export function needsAdministrator(scope: string): boolean {
  return ADMINISTRATORS_ONLY.has(scope);
}

/** LiveChat writes lists of scopes with commas; some clients send spaces. */
export function parseScopeList(list: string): string[] {
  return list.split(/[\s,]+/).filter((scope) => scope !== '');
}
