export interface BodyLimits {
  /** Bodies up to this size are kept for a replay. */
  readonly keptBytes: number;
  /** Larger bodies are refused. */
  readonly maxBytes: number;
  readonly idleMs: number;
}
