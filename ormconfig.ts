import 'reflect-metadata';
import { DataSource } from 'typeorm';

import { databaseSchema } from './src/app.module.js';
import { DatabaseConfig, dataSourceOptions, SystemClock } from './src/foundation/index.js';

/**
 * For TypeORM's own command line: `npx typeorm migration:show -d dist/ormconfig.js`.
 *
 * The server reads DATABASE_URL through its settings; here TypeORM is alone, and so is this look at the environment.
 */
export default new DataSource(
  dataSourceOptions(
    new DatabaseConfig(process.env.DATABASE_URL ?? 'sqlite:data/livechat.sqlite'),
    new SystemClock(),
    databaseSchema,
  ),
);
