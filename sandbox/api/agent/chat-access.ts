import type { Chat } from '../../world/chat.js';
import { isGranted } from '../../world/scopes.js';
import type { ApiCall } from '../api-call.js';
import { ApiError } from '../api-error.js';

export const READ_CHATS = ['chats--all:ro', 'chats--access:ro'];
export const WRITE_CHATS = ['chats--all:rw', 'chats--access:rw'];

/** With only `chats--access`, an agent sees the chats of their own groups. */
function visibleTo({ access, seat }: ApiCall): (chat: Chat) => boolean {
  if (isGranted(access.scopes, 'chats--all:ro')) return () => true;
  return (chat) => chat.access.group_ids.some((id) => seat.groupIds.includes(id));
}

export function visibleChats(call: ApiCall): Chat[] {
  return [...call.data.chats.values()].filter(visibleTo(call));
}

/** @throws ApiError `not_found` or `missing_access` */
export function chatNamed(call: ApiCall, id: string): Chat {
  const chat = call.data.chats.get(id);
  if (chat === undefined) throw new ApiError('not_found');
  if (!visibleTo(call)(chat)) throw new ApiError('missing_access');
  return chat;
}
