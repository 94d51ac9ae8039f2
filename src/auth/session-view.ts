import { ApiProperty } from '@nestjs/swagger';

/** The state of a grant, for who calls with it. */
export class GrantView {
  @ApiProperty({ example: 'ok', description: '`ok`, or what is wrong.' })
  readonly health!: string;

  @ApiProperty({ format: 'date-time', description: 'When the access token expires. It is renewed before.' })
  readonly expiresAt!: string;
}

/** Whom a caller acts for. */
export class SessionView {
  @ApiProperty({ format: 'uuid' })
  readonly organizationId!: string;

  @ApiProperty({ format: 'uuid' })
  readonly accountId!: string;

  @ApiProperty({ type: [String], example: ['chats--all:ro'], description: 'What LiveChat granted.' })
  readonly scopes!: readonly string[];

  @ApiProperty({ type: GrantView })
  readonly grant!: GrantView;
}
