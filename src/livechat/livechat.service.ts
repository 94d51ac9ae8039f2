import { Injectable } from '@nestjs/common';

/** Calls LiveChat's API as one of the connected accounts. */
@Injectable()
export class LiveChatService {}
