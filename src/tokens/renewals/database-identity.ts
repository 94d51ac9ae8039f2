import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';

import { DatabaseIdentityRow } from './database-identity.entity.js';

/** The database's own name, read at the start: it is needed when the database cannot be read. */
@Injectable()
export class DatabaseIdentity implements OnModuleInit {
  private name = '';

  constructor(
    @InjectRepository(DatabaseIdentityRow) private readonly rows: Repository<DatabaseIdentityRow>,
  ) {}

  get id(): string {
    return this.name;
  }

  async onModuleInit(): Promise<void> {
    const [row] = await this.rows.find({ take: 1 });
    if (!row) throw new Error('The database has lost its identity row: restore it from a backup');
    this.name = row.id;
  }
}
