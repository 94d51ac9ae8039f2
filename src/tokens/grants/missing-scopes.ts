import { isGranted } from './granted-scope.js';

/** What LiveChat did not grant of what was asked for. */
export function missingScopes(asked: readonly string[], granted: readonly string[]): readonly string[] {
  return asked.filter((scope) => !isGranted(scope, granted));
}
