import { apiDate } from '../../world/chat.js';
import type { Tag } from '../../world/organization-data.js';
import { type ApiActions, type ApiCall, emit } from '../api-call.js';
import { ApiError } from '../api-error.js';

const READ = ['tags--all:ro', 'tags--groups:ro'];
const WRITE = ['tags--all:rw', 'tags--groups:rw'];

function tagNamed({ data, input }: ApiCall): Tag {
  const tag = data.tags.get(input.text('name'));
  if (tag === undefined) throw new ApiError('not_found');
  return tag;
}

function listTags({ data, input }: ApiCall): unknown {
  const groupIds = input.inside('filters').integers('group_ids');
  return [...data.tags.values()].filter(
    ({ group_ids }) => groupIds === undefined || group_ids.some((id) => groupIds.includes(id)),
  );
}

function createTag(call: ApiCall): undefined {
  const { data, input, clock, seat } = call;
  const name = input.text('name');
  const group_ids = input.integers('group_ids') ?? [0];
  if (data.tags.has(name)) throw new ApiError('already_exists');
  const tag: Tag = { name, group_ids, created_at: apiDate(clock.now()), author_id: seat.agent.email };
  data.tags.set(name, tag);
  emit(call, 'tag_created', tag);
}

function updateTag(call: ApiCall): undefined {
  const tag = { ...tagNamed(call), group_ids: call.input.integers('group_ids') ?? [] };
  call.data.tags.set(tag.name, tag);
  emit(call, 'tag_updated', tag);
}

function deleteTag(call: ApiCall): undefined {
  const { name } = tagNamed(call);
  call.data.tags.delete(name);
  emit(call, 'tag_deleted', { name });
}

/** Tags that threads may carry. */
export const tags: ApiActions = {
  list_tags: { scopes: READ, run: listTags },
  create_tag: { scopes: WRITE, run: createTag },
  update_tag: { scopes: WRITE, run: updateTag },
  delete_tag: { scopes: WRITE, run: deleteTag },
};
