import type { ApiActions } from '../api-call.js';
import { chatProperties } from './chat-properties.js';
import { people } from './people.js';
import { readChats } from './read-chats.js';
import { uploads } from './uploads.js';
import { writeChats } from './write-chats.js';

/** `/v3.x/agent/action/*` */
export const agentActions: ApiActions = {
  ...readChats,
  ...writeChats,
  ...chatProperties,
  ...people,
  ...uploads,
};
