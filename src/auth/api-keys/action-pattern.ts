const MAX_LENGTH = 100;
const LEAST_SEGMENTS = 3;
/** What a path has in front of its family, and a pattern has not. */
const LEADING = /^(?:\/|livechat\/|v\d+(?:\.\d+)?\/)/;
const SPELLING = /^[a-z][a-z0-9_-]*(?:\/(?:[a-z0-9_-]+\*?|\*))*$/;

/**
 * What is wrong with a pattern of actions, as a sentence to whoever wrote it; `undefined` when nothing is.
 *
 * A pattern is a path of LiveChat's API without its version, such as `agent/action/list_chats`. A `*` at the end of a
 * segment stands for the rest of that segment, which may be nothing, and never for a slash. A pattern that could match
 * no path of LiveChat's, such as `reports/*`, is a mistake.
 */
export function actionPatternFault(pattern: string): string | undefined {
  if (pattern.length > MAX_LENGTH) return `It must have ${MAX_LENGTH} characters at most.`;
  if (LEADING.test(pattern)) return 'Leave out /livechat/ and the version: agent/action/list_chats.';
  if (!SPELLING.test(pattern))
    return 'Write a path in lower case, such as agent/action/list_chats; a * may only end a segment, and not the first.';
  if (pattern.split('/').length < LEAST_SEGMENTS)
    return 'LiveChat’s paths have three segments, and a * stands for no slash: agent/action/list_*, reports/*/*.';
  return undefined;
}

/** The pattern as a regular expression. A `*` stands only for characters that no server decodes, cuts or folds. */
export function sourceOfPattern(pattern: string): string {
  return pattern.replaceAll('*', '[a-z0-9_-]*');
}
