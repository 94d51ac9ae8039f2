import { ApiProperty } from '@nestjs/swagger';

import type { GrantRef, GrantSummary } from '../tokens/index.js';

/** The state of a grant, for who calls with it. */
export class GrantView {
  @ApiProperty({ example: 'ok', description: '`ok`, or what is wrong.' })
  readonly health: string;

  @ApiProperty({ format: 'date-time', description: 'When the access token expires. It is renewed before.' })
  readonly expiresAt: string;

  @ApiProperty({ required: false, description: 'Why it is not `ok`, in a sentence.' })
  readonly cause?: string;

  @ApiProperty({ required: false, description: 'What to do about it, in a sentence.' })
  readonly action?: string;

  constructor({ health, cause, action, expiresAt }: GrantSummary) {
    this.health = health;
    this.cause = cause;
    this.action = action;
    this.expiresAt = new Date(expiresAt).toISOString();
  }
}

/** Whom a caller acts for. */
export class SessionView {
  @ApiProperty({ format: 'uuid' })
  readonly organizationId: string;

  @ApiProperty({ format: 'uuid' })
  readonly accountId: string;

  @ApiProperty({ type: [String], example: ['chats--all:ro'], description: 'What LiveChat granted.' })
  readonly scopes: readonly string[];

  @ApiProperty({ type: GrantView })
  readonly grant: GrantView;

  constructor({ organizationId, accountId }: GrantRef, summary: GrantSummary) {
    this.organizationId = organizationId;
    this.accountId = accountId;
    this.scopes = summary.scopes;
    this.grant = new GrantView(summary);
  }
}
