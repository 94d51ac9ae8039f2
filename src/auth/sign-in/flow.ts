/** A sign-in between its start and LiveChat's answer. It travels sealed in a cookie; we keep nothing of it. */
export interface Flow {
  /** What LiveChat hands back, to tell that the answer belongs to this start. */
  readonly state: string;
  /** The PKCE verifier. */
  readonly verifier: string;
  readonly purpose: FlowPurpose;
  readonly startedAt: number;
  readonly returnTo?: string;
  /** The organization that was asked for: the answer must be for it. */
  readonly organizationId?: string;
  /** The text of the reconnect link that was opened. */
  readonly reconnect?: string;
}

/** Whether a person asked to sign in, came from LiveChat after installing the app, or opened a reconnect link. */
export type FlowPurpose = 'sign-in' | 'install' | 'reconnect';

export const FLOW_LIFETIME_MS = 10 * 60_000;
