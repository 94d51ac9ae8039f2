/** An invitation to connect one installation again. It travels sealed in an address; we keep nothing of it. */
export interface ReconnectLink {
  readonly id: string;
  /** The app it was made for: another one may have the same keys. */
  readonly clientId: string;
  readonly installationId: string;
  readonly organizationId: string;
  readonly expiresAt: number;
}

/** Long enough for a mail that arrives before a weekend. */
export const RECONNECT_LINK_LIFETIME_MS = 72 * 3_600_000;
