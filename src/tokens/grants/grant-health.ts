/** What state a grant is in. The last three are seen from elsewhere: settings, other rooms. */
export type GrantHealth =
  | 'ok'
  | 'degraded'
  | 'reauthorization_required'
  | 'fix_configuration'
  | 'license_expired'
  | 'missing_scope'
  | 'account_suspended'
  | 'uninstalled';
