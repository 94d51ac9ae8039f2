import { CreateSpend1795824000000 } from './migrations/1795824000000-create-spend.js';
import { SpendWriterRow } from './spend/spend-writer.entity.js';
import { SpendRow } from './spend/spend.entity.js';

/** The room's tables. */
export const livechatEntities = [SpendRow, SpendWriterRow];

export const livechatMigrations = [CreateSpend1795824000000];
