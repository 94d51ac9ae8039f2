import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { InstallationIds } from './installation-ids.js';
import { InstallationRow } from './installation.entity.js';

/** The ids alone, for programs such as the command line that keep no grants fresh. */
@Module({
  imports: [TypeOrmModule.forFeature([InstallationRow])],
  providers: [InstallationIds],
  exports: [InstallationIds],
})
export class InstallationIdsModule {}
