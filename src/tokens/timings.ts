/** Every duration of custody that is not a setting, in one place. */

/** How long a replica may renew a grant before another may take over; the holder extends it while it works. */
export const LEASE_MS = 30_000;
export const LEASE_HEARTBEAT_MS = 10_000;

/** A caller that waits for a renewal gets 503 after this long. */
export const RENEWAL_DEADLINE_MS = 20_000;
/** Who waits for another replica is told when it has written; these are for when that gets lost. */
export const RENEWAL_POLL_MS = 100;
export const RENEWAL_POLL_LONGEST_MS = 1_000;

/** After a failed renewal, and after a renewed token was refused: doubled from the first to the last. */
export const COOL_DOWN_FIRST_MS = 1_000;
export const COOL_DOWN_LAST_MS = 60_000;
/** A `Retry-After` of LiveChat is believed up to here. */
export const RETRY_AFTER_LIMIT_MS = 3_600_000;

/** `unauthorized_client` for this many grants, this close together, without a success: our own client is at fault. */
export const ALARM_GRANTS = 3;
export const ALARM_WINDOW_MS = 300_000;
export const ALARM_PROBE_EVERY_MS = 60_000;

/** A pair that could not be written is tried again: doubled from the first to the last. */
export const WRITE_RETRY_FIRST_MS = 250;
export const WRITE_RETRY_LAST_MS = 5_000;

/** After the database was away, who has a pair to write gets this long before another takes over its renewal. */
export const TAKE_OVER_PAUSE_MS = 2 * WRITE_RETRY_LAST_MS;

/** A disconnect or a new sign-in waits this long for LiveChat to revoke; the outbox goes on after it. */
export const REVOCATION_WAIT_MS = 2_000;
export const REVOCATION_LOOK_EVERY_MS = 15_000;
export const REVOCATION_RETRY_FIRST_MS = 5_000;
export const REVOCATION_RETRY_LAST_MS = 3_600_000;
/** A pair that a grant still holds this long after it was to be revoked was never replaced: a crash came between. */
export const REVOCATION_ABANDONED_MS = 60_000;

/** What a stopping process gives to renewals and revocations under way. */
export const SHUTDOWN_WAIT_MS = 12_000;

/** Counts of stored rows are believed this long, or so many times longer than counting took: a million rows take a while. */
export const STORED_COUNTS_KEPT_MS = 15_000;
export const STORED_COUNTS_KEPT_TIMES = 100;

/** Grants and installations that stay in memory. */
export const CACHED_ENTRIES = 10_000;

/** What LiveChat means by an answer without `expires_in`, or with one that cannot be understood. */
export const DEFAULT_TOKEN_LIFETIME_MS = 28_800_000;
/** No access token is believed to live longer. */
export const LONGEST_TOKEN_LIFETIME_MS = 30 * 86_400_000;

/** The share of the renewal window by which a grant renews earlier than the last moment, so that grants spread. */
export const RENEWAL_SPREAD = 0.1;
