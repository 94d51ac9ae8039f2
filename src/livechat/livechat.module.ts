import { Module } from '@nestjs/common';

import { LiveChatService } from './livechat.service.js';

@Module({ providers: [LiveChatService], exports: [LiveChatService] })
export class LiveChatModule {}
