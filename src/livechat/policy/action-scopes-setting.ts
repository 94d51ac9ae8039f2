import { commaList } from '../../foundation/index.js';
import { type ActionScopes, documentedActionScopes } from './action-scopes.js';

/** In place of scopes: nothing is checked for the action; in place of the whole list: nothing is checked at all. */
const NONE = 'none';

/** Family, group and name: `agent/action/list_chats`. */
const ACTION = /^[a-z]+(?:\/[a-z0-9_]+){2}$/;
/** Scopes are opaque, but this is how all that are known are written. */
export const SCOPE = /^[a-z][\w.-]*(?::[a-z]+)?$/;

/** ACTION_SCOPES: what LiveChat documents, with what the operator knows better put over it. */
export const actionScopesSetting = commaList({
  valid: (item) => item === NONE || isOverride(item),
  mustBe:
    'an action without its version and any of the scopes that are enough for it, such as `agent/action/list_chats=chats--all:ro|chats--access:ro`, or `=none`',
})
  .refine((items) => items.length < 2 || !items.includes(NONE), 'must be `none` or actions, not both')
  .refine((items) => new Set(items.map(actionOf)).size === items.length, 'must not name an action twice')
  .transform((items): ActionScopes => {
    if (items.includes(NONE)) return new Map();
    const scopes = new Map(documentedActionScopes);
    for (const item of items) {
      const enough = scopesOf(item);
      if (enough.includes(NONE)) scopes.delete(actionOf(item));
      else scopes.set(actionOf(item), enough);
    }
    return scopes;
  });

function isOverride(item: string): boolean {
  const scopes = scopesOf(item);
  if (!ACTION.test(actionOf(item)) || scopes.length === 0) return false;
  return scopes.every((scope) => SCOPE.test(scope)) && (scopes.length === 1 || !scopes.includes(NONE));
}

function actionOf(item: string): string {
  return item.split('=', 1)[0]?.trim() ?? '';
}

function scopesOf(item: string): readonly string[] {
  const mark = item.indexOf('=');
  return mark < 0
    ? []
    : item
        .slice(mark + 1)
        .split('|')
        .map((scope) => scope.trim());
}
