import type { GrantHealth } from '../../tokens/index.js';

/** How a grant's health reads, and whether connecting again would help. */
export interface HealthWords {
  readonly label: string;
  readonly tone: 'good' | 'caution' | 'bad';
  readonly heading: string;
  readonly reconnect?: 'again' | 'with consent';
}

const CONNECTED = 'Connected to LiveChat';
const UNEASY = 'Connected, with something to look at';
const BROKEN = 'The connection needs attention';

const WORDS: Readonly<Record<GrantHealth, HealthWords>> = {
  ok: { label: 'Healthy', tone: 'good', heading: CONNECTED },
  degraded: { label: 'Working, but not renewed', tone: 'caution', heading: UNEASY, reconnect: 'again' },
  missing_scope: {
    label: 'A scope is missing',
    tone: 'caution',
    heading: UNEASY,
    reconnect: 'with consent',
  },
  reauthorization_required: {
    label: 'Must be connected again',
    tone: 'bad',
    heading: BROKEN,
    reconnect: 'again',
  },
  fix_configuration: { label: 'This server’s settings need fixing', tone: 'bad', heading: BROKEN },
  license_expired: { label: 'LiveChat license expired', tone: 'bad', heading: BROKEN },
  account_suspended: { label: 'Agent account suspended', tone: 'bad', heading: BROKEN, reconnect: 'again' },
  uninstalled: { label: 'App uninstalled in LiveChat', tone: 'bad', heading: BROKEN, reconnect: 'again' },
};

export function healthWords(health: GrantHealth): HealthWords {
  return WORDS[health];
}

/** Where connecting again starts, for the same organization; new scopes have to be consented to. */
export function reconnectPath(organizationId: string, { reconnect }: HealthWords): string | undefined {
  if (!reconnect) return undefined;
  const query = new URLSearchParams({ organization_id: organizationId });
  if (reconnect === 'with consent') query.set('prompt', 'consent');
  return `/auth/livechat?${query.toString()}`;
}
