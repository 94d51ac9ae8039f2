import { actionPatternFault, sourceOfPattern } from './action-pattern.js';

const MAX_PATTERNS = 50;
/** Matches nothing: a list in which no pattern can be read allows nothing. */
const NOTHING = '(?!)';

/** All that a key may call of LiveChat's API: compiled once, asked by every request. */
export class AllowedActions {
  private readonly allowed: RegExp;

  private constructor(readonly patterns: readonly string[]) {
    const sources = patterns
      .filter((pattern) => actionPatternFault(pattern) === undefined)
      .map(sourceOfPattern);
    this.allowed = new RegExp(`^(?:${[...sources, NOTHING].join('|')})$`);
  }

  /** @throws Error naming the fault of the first pattern that has one */
  static of(patterns: readonly string[]): AllowedActions {
    if (patterns.length === 0 || patterns.length > MAX_PATTERNS)
      throw new Error(`A key allows 1 to ${MAX_PATTERNS} patterns of actions`);
    for (const pattern of patterns) {
      const fault = actionPatternFault(pattern);
      if (fault !== undefined) throw new Error(`${pattern}: ${fault}`);
    }
    return new AllowedActions([...new Set(patterns)]);
  }

  static fromText(text: string): AllowedActions {
    return new AllowedActions(text.split(' '));
  }

  /** As they are stored, with a space between; no pattern has one. */
  toText(): string {
    return this.patterns.join(' ');
  }

  /**
   * @param action a path below `/livechat/` without its version, as it came: what is encoded in it, a path parameter or
   *   a slash at the end is in no pattern, so LiveChat cannot read another action out of it than the one judged here
   */
  has(action: string): boolean {
    return this.allowed.test(action);
  }
}
