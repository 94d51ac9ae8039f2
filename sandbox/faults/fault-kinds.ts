/** Where a fault strikes. */
export const FAULT_TARGETS = ['authorize', 'token', 'info', 'revoke', 'api'] as const;
export type FaultTarget = (typeof FAULT_TARGETS)[number];

/** Faults that stay until they are used up or cleared, and where each strikes unless told otherwise. */
export const FAULT_KINDS = {
  slow: ['token', 'info', 'revoke', 'api'],
  hold: ['token', 'info', 'revoke', 'api'],
  refuse: ['token', 'info', 'revoke', 'api'],
  reset: ['token', 'info', 'revoke', 'api'],
  garbage: ['token', 'info', 'revoke', 'api'],
  serverError: ['token', 'info', 'revoke', 'api'],
  tooManyRequests: ['token', 'info', 'revoke', 'api'],
  wrongRegion: ['api'],
  unauthorizedForEver: ['api'],
  licenseExpired: ['api'],
  invalidGrant: ['token'],
  invalidClient: ['token'],
  unauthorizedClient: ['token'],
  missingGrant: ['token'],
} as const satisfies Record<string, readonly FaultTarget[]>;
export type FaultKind = keyof typeof FAULT_KINDS;

/** Which requests a fault strikes. What is left open fits every request of the fault's targets. */
export interface FaultScope {
  readonly on?: FaultTarget | readonly FaultTarget[];
  /** The path starts like this. */
  readonly path?: string;
  readonly method?: string;
  /** An agent, an account id or an e-mail address. */
  readonly account?: string | { readonly accountId: string };
  /** An organization or its id. */
  readonly organization?: string | { readonly id: string };
  readonly grantType?: string;
  /** How many requests it strikes; until cleared if left open. */
  readonly times?: number;
  /** LiveChat does what it was asked, and then its answer is delayed, lost or spoiled. */
  readonly afterWork?: boolean;
}

/** What only some kinds look at. */
export interface FaultDetails {
  /** slow */
  readonly ms?: number;
  /** serverError, garbage, invalidGrant …: another status than usual. */
  readonly status?: number;
  /** garbage */
  readonly body?: string;
  readonly contentType?: string;
  /** wrongRegion: where the organization has moved; by default to the other data center. */
  readonly region?: string;
  /** wrongRegion: leaves `data` out of the error. */
  readonly withoutData?: boolean;
  /** tooManyRequests */
  readonly retryAfterSeconds?: number;
}

export type FaultOptions = FaultScope & FaultDetails;
