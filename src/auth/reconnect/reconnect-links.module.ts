import { Module } from '@nestjs/common';

import { ReconnectLinks } from './reconnect-links.js';

/** The links alone, for programs such as the command line that sign nobody in. */
@Module({ providers: [ReconnectLinks], exports: [ReconnectLinks] })
export class ReconnectLinksModule {}
