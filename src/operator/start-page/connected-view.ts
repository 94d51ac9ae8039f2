import type { GrantRef, GrantSummary } from '../../tokens/index.js';

/** What the page of somebody signed in is made from. */
export interface ConnectedView {
  readonly grant: GrantRef;
  readonly summary: GrantSummary;
  readonly nowMs: number;
  readonly publicUrl: URL;
  readonly sandboxUrl: URL | undefined;
}
