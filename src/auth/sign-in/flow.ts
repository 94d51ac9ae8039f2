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
}

/** Whether a person asked to sign in, or came from LiveChat after installing the app. */
export type FlowPurpose = 'sign-in' | 'install';

export const FLOW_LIFETIME_MS = 10 * 60_000;
