import type { GrantListing } from '../grants/grant.js';
import type { InstallationState } from './installation.entity.js';

/** This app in one organization, with the grants it can act through: the default one first, then the oldest. */
export interface Installation {
  readonly state: InstallationState;
  readonly generation: number;
  readonly grants: readonly GrantListing[];
}
