import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';

import { TokensConfig } from '../tokens.config.js';
import { InstallationRow } from './installation.entity.js';

/** The ids of installations. An installation keeps its id, whatever its state and whoever signs in. */
@Injectable()
export class InstallationIds {
  constructor(
    @InjectRepository(InstallationRow) private readonly rows: Repository<InstallationRow>,
    private readonly config: TokensConfig,
  ) {}

  /** Undefined when nobody of the organization has ever signed in. */
  async idOf(organizationId: string): Promise<string | undefined> {
    const row = await this.rows.findOne({
      where: { clientId: this.config.clientId, organizationId },
      select: { id: true },
    });
    return row?.id;
  }
}
