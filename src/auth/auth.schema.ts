import { StoredApiKey } from './api-keys/stored-api-key.entity.js';
import { CreateAuthTables1763000000000 } from './migrations/1763000000000-create-auth-tables.js';
import { CreateUsedReconnectLinks1780000000000 } from './migrations/1780000000000-create-used-reconnect-links.js';
import { TellOfCallers1795564800001 } from './migrations/1795564800001-tell-of-callers.js';
import { IndexUsedReconnectLinks1795737600001 } from './migrations/1795737600001-index-used-reconnect-links.js';
import { LetApiKeysRotateAndExpire1795824000000 } from './migrations/1795824000000-let-api-keys-rotate-and-expire.js';
import { UsedReconnectLink } from './reconnect/used-reconnect-link.entity.js';
import { StoredSession } from './sessions/stored-session.entity.js';
import { ConsumedState } from './sign-in/consumed-state.entity.js';

export const authEntities = [StoredSession, ConsumedState, UsedReconnectLink, StoredApiKey];

export const authMigrations = [
  CreateAuthTables1763000000000,
  CreateUsedReconnectLinks1780000000000,
  TellOfCallers1795564800001,
  IndexUsedReconnectLinks1795737600001,
  LetApiKeysRotateAndExpire1795824000000,
];
