import { sha256 } from '../secrets/digest.js';

/** How a policy names one inline block: by its hash, so that an injected block never runs. */
export function hashSource(block: string): string {
  return `'sha256-${sha256(block).toString('base64')}'`;
}

/** The policy of a page of ours: one known style, at most one known script, and calls to our own origin only. */
export function pagePolicy(inline: { styleSource: string; scriptSource?: string }): string {
  return [
    "default-src 'none'",
    `style-src ${inline.styleSource}`,
    `script-src ${inline.scriptSource ?? "'none'"}`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
