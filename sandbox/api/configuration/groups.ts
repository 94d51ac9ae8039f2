import type { Group } from '../../world/organization-data.js';
import { type ApiActions, type ApiCall, emit } from '../api-call.js';
import { ApiError } from '../api-error.js';
import { isFields } from '../input.js';

const READ = ['groups--all:ro', 'groups--my:ro'];
const WRITE = ['groups--all:rw'];
const ANY_ID = { min: 0, max: Number.MAX_SAFE_INTEGER, fallback: -1 };

function groupNamed({ data, input }: ApiCall): Group {
  const group = data.groups.get(input.integer('id', ANY_ID));
  if (group === undefined) throw new ApiError('group_not_found');
  return group;
}

function prioritiesOf({ input }: ApiCall): Record<string, string> {
  const { agent_priorities: priorities } = input.fields;
  if (!isFields(priorities)) throw input.wrong('agent_priorities', 'is required');
  return Object.fromEntries(Object.entries(priorities).map(([agent, priority]) => [agent, String(priority)]));
}

function createGroup(call: ApiCall): unknown {
  const id = Math.max(...call.data.groups.keys()) + 1;
  const name = call.input.text('name');
  const language_code = call.input.optionalText('language_code') ?? 'en';
  const group: Group = { id, name, language_code, agent_priorities: prioritiesOf(call) };
  call.data.groups.set(id, group);
  emit(call, 'group_created', group);
  return { id };
}

function deleteGroup(call: ApiCall): undefined {
  const { id } = groupNamed(call);
  if (id === 0) throw call.input.wrong('id', 'is the general group');
  call.data.groups.delete(id);
  emit(call, 'group_deleted', { id });
}

/** Groups of agents. */
export const groups: ApiActions = {
  list_groups: { scopes: READ, run: ({ data }) => [...data.groups.values()] },
  get_group: { scopes: READ, run: groupNamed },
  create_group: { scopes: WRITE, run: createGroup },
  delete_group: { scopes: WRITE, run: deleteGroup },
};
