/** What state a grant is in. */
export type GrantHealth =
  | 'ok'
  | 'degraded'
  | 'reauthorization_required'
  | 'fix_configuration'
  | 'license_expired'
  | 'missing_scope'
  | 'account_suspended'
  | 'uninstalled';

/** Whether calls may be made through a grant. A license that has expired is the organization's: another grant is no better. */
export function isWorking(health: GrantHealth): boolean {
  return health !== 'reauthorization_required' && health !== 'account_suspended';
}

/** A health with why, and what to do about it, in sentences. */
export interface Diagnosis {
  readonly health: GrantHealth;
  readonly cause?: string;
  readonly action?: string;
}

const SIGN_IN_AGAIN = 'Sign in with LiveChat again.';

const WORDS: Readonly<Record<Exclude<GrantHealth, 'ok'>, { cause: string; action: string }>> = {
  degraded: {
    cause: 'LiveChat no longer renews this connection; it works until its access token expires.',
    action: SIGN_IN_AGAIN,
  },
  reauthorization_required: {
    cause: 'LiveChat no longer accepts this connection.',
    action: SIGN_IN_AGAIN,
  },
  fix_configuration: {
    cause: 'LiveChat does not accept this app’s own client id or secret.',
    action: 'The operator must check LIVECHAT_CLIENT_ID and LIVECHAT_CLIENT_SECRET, and restart.',
  },
  license_expired: {
    cause: 'The LiveChat license has expired.',
    action:
      'The owner of the LiveChat account must renew the subscription; this connection then works again.',
  },
  missing_scope: {
    cause: 'LiveChat granted fewer scopes than this app asks for.',
    action: 'Sign in again and allow them, or let someone with a higher role sign in.',
  },
  account_suspended: {
    cause: 'This agent is suspended in LiveChat.',
    action: 'A LiveChat administrator must lift the suspension, or another agent must sign in.',
  },
  uninstalled: {
    cause: 'The organization has removed this app.',
    action: 'Install the app again, then sign in with LiveChat.',
  },
};

/** A health in words; `detail` is LiveChat's own word for the cause, or the scopes that are missing. */
export function diagnosisOf(health: Exclude<GrantHealth, 'ok'>, detail?: string): Diagnosis {
  const { cause, action } = WORDS[health];
  return { health, cause: detail === undefined ? cause : `${cause} (${detail})`, action };
}
