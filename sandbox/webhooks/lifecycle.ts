import type { SandboxOrganization } from '../world/organizations.js';

/** What happens to an app in an organization. */
export const LIFECYCLE_EVENTS = [
  'application_installed',
  'application_uninstalled',
  'payment_trialstarted',
  'payment_activated',
  'payment_collected',
  'payment_cancelled',
] as const;
export type LifecycleEvent = (typeof LIFECYCLE_EVENTS)[number];

interface Circumstances {
  readonly clientId: string;
  readonly organization: SandboxOrganization;
  readonly userId: string;
  readonly at: number;
  readonly payload?: Readonly<Record<string, unknown>>;
}

const APPLICATION_ID = 'aSandbox1';

const PAYLOADS: Readonly<Record<LifecycleEvent, Readonly<Record<string, unknown>>>> = {
  application_installed: { applicationID: APPLICATION_ID },
  application_uninstalled: { applicationID: APPLICATION_ID },
  payment_trialstarted: { paymentID: 'SANDBOX1' },
  payment_activated: { paymentID: 'SANDBOX1', quantity: 1 },
  payment_collected: { paymentID: 'SANDBOX1', total: 1000 },
  payment_cancelled: { paymentID: 'SANDBOX1' },
};

/** An app lifecycle webhook: camelCase with capital ID, no secret, no signature. */
export function lifecycleBody(event: LifecycleEvent, circumstances: Circumstances): Record<string, unknown> {
  const { clientId, organization, userId, at, payload } = circumstances;
  return {
    applicationID: APPLICATION_ID,
    applicationName: 'Sandbox app',
    clientID: clientId,
    date: new Date(at).toISOString().replace('.000', ''),
    event,
    licenseID: organization.licenseId,
    organizationID: organization.id,
    payload: { ...PAYLOADS[event], ...payload },
    userID: userId,
  };
}
