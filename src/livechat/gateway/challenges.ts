/** Schemes for which a browser asks its user for a password itself: on our origin, for somebody else's realm. */
const PROMPTS: ReadonlySet<string> = new Set(['basic', 'digest', 'negotiate', 'ntlm']);

/** What commas separate in a list, with the commas that quoted strings hold. */
const LIST_ITEM = /(?:"(?:[^"\\]|\\.)*"|[^",])+/g;

/** A scheme begins a challenge: alone, or with something after it that is no `=` (RFC 9110 section 11.6.1). */
const CHALLENGE = /^\s*([^\s=",]+)(?:\s+(?!=)|\s*$)/;

/** A `WWW-Authenticate` without the challenges that a browser answers with a password prompt; undefined if none is left. */
export function withoutPasswordPrompts(value: string): string | undefined {
  const kept: string[] = [];
  let isPrompt = false;
  for (const [item] of value.matchAll(LIST_ITEM)) {
    const scheme = CHALLENGE.exec(item)?.[1];
    if (scheme !== undefined) isPrompt = PROMPTS.has(scheme.toLowerCase());
    if (!isPrompt) kept.push(item);
  }
  return kept.length > 0 ? kept.join(',').trim() : undefined;
}
