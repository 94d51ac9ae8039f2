import { describe, expect, it } from '@jest/globals';

import { actionPatternFault } from './action-pattern.js';
import { AllowedActions } from './allowed-actions.js';

describe('what a key may call', () => {
  it.each([
    ['agent/action/list_chats', 'agent/action/list_chats'],
    ['agent/action/list_*', 'agent/action/list_chats'],
    ['agent/action/list_*', 'agent/action/list_'],
    ['agent/action/*', 'agent/action/send_event'],
    ['reports/*/*', 'reports/chats/total_chats'],
    ['reports/chats/*', 'reports/chats/total_chats'],
    ['agent/act*/list_*', 'agent/action/list_chats'],
    ['agent/rtm/ws', 'agent/rtm/ws'],
  ])('%s allows %s', (pattern, action) => {
    expect(AllowedActions.of([pattern]).has(action)).toBe(true);
  });

  it.each([
    ['agent/action/list_chats', 'agent/action/list_chats2'],
    ['agent/action/list_chats', 'agent/action/list_chat'],
    ['agent/action/list_chats', 'xagent/action/list_chats'],
    ['agent/action/list_*', 'agent/action/send_event'],
    ['agent/action/list_*', 'agent/action/xlist_chats'],
    ['agent/action/list_*', 'configuration/action/list_agents'],
    ['agent/action/list_*', 'agent/action/list_chats/send_event'],
    ['agent/action/list_*', 'agent/action/x/agent/action/list_chats'],
    ['reports/chats/*', 'reports/agents/performance'],
    ['reports/*/*', 'reports/chats'],
    ['reports/*/*', 'reports/chats/total_chats/x'],
    ['agent/action/*', 'agent/action'],
    ['agent/action/*', 'agent'],
    ['agent/action/*', ''],
  ])('%s does not allow %s', (pattern, action) => {
    expect(AllowedActions.of([pattern]).has(action)).toBe(false);
  });

  it.each([
    'agent/action/%6cist_chats',
    'agent/action/list_%63hats',
    'agent/action/list_chats%',
    'agent/action/list_chats%20',
    'agent/action/list_chats/',
    'agent/action/list_chats;x',
    'agent/action/list_chats;/../send_event',
    'agent/action/list_chats.json',
    'agent/action/LIST_chats',
    'agent/action/list_CHATS',
    'Agent/action/list_chats',
    'agent/action/list_chats\n',
    'agent/action/list_chats\nagent/action/send_event',
    'agent/action/list_\u017f', // folded to an s where case is not minded
    'agent/action/list_chats?x',
    'agent/action//list_chats',
    '/agent/action/list_chats',
    'v3.6/agent/action/list_chats',
  ])('is nothing that could be read in another way: %j', (action) => {
    expect(AllowedActions.of(['agent/action/list_*', 'agent/action/list_chats']).has(action)).toBe(false);
  });

  it('is what any of several patterns allows, each said once', () => {
    const allowed = AllowedActions.of(['agent/action/list_*', 'reports/*/*', 'agent/action/list_*']);

    expect(allowed.patterns).toEqual(['agent/action/list_*', 'reports/*/*']);
    expect(allowed.has('agent/action/list_chats')).toBe(true);
    expect(allowed.has('reports/chats/ratings')).toBe(true);
    expect(allowed.has('agent/action/send_event')).toBe(false);
  });

  it('is stored as text and read again', () => {
    const allowed = AllowedActions.fromText(
      AllowedActions.of(['agent/action/list_*', 'reports/*/*']).toText(),
    );

    expect(allowed.patterns).toEqual(['agent/action/list_*', 'reports/*/*']);
    expect(allowed.has('reports/chats/ratings')).toBe(true);
  });

  it.each(['', '.*', '.*/.*/.*', 'agent/action/(list', '|', 'agent/action/x|.*'])(
    'is nothing when what is stored is no pattern: %j',
    (text) => {
      const allowed = AllowedActions.fromText(text);

      expect(['', 'agent', 'agent/action/list_chats'].filter((action) => allowed.has(action))).toEqual([]);
    },
  );

  it('is never an empty or an endless list', () => {
    const many = Array.from({ length: 51 }, (_, at) => `agent/action/list_${at}`);

    expect(() => AllowedActions.of([])).toThrow('1 to 50');
    expect(() => AllowedActions.of(many)).toThrow('1 to 50');
    expect(AllowedActions.of(many.slice(1)).has('agent/action/list_50')).toBe(true);
  });
});

describe('a pattern that is refused', () => {
  it.each([
    ['/agent/action/list_chats', /Leave out/],
    ['livechat/agent/action/list_chats', /Leave out/],
    ['v3.6/agent/action/list_chats', /Leave out/],
    ['v3/agent/action/list_chats', /Leave out/],
    ['list_chats', /three segments/],
    ['agent', /three segments/],
    ['agent/list_chats', /three segments/],
    ['reports/*', /three segments/],
    ['*', /lower case/],
    ['**', /lower case/],
    ['*/action/list_chats', /lower case/],
    ['agent/action/*_chats', /lower case/],
    ['agent/action/**', /lower case/],
    ['agent/action/list_chats/', /lower case/],
    ['agent//list_chats', /lower case/],
    ['agent/action/List_chats', /lower case/],
    ['agent/action/list%5fchats', /lower case/],
    ['agent/action/list_chats;x', /lower case/],
    ['agent/../list_chats', /lower case/],
    ['agent/action/[a-z]', /lower case/],
    ['agent/action/list chats', /lower case/],
    ['agent/action/list_chats\n', /lower case/],
    ['', /lower case/],
    [`agent/action/${'x'.repeat(88)}`, /100 characters/],
  ])('%j is told why', (pattern, why) => {
    expect(actionPatternFault(pattern)).toMatch(why);
    expect(() => AllowedActions.of(['agent/action/list_chats', pattern])).toThrow(why);
  });
});
