import { ApiProperty } from '@nestjs/swagger';

/** What a program is told that asks the start page. */
export class StartView {
  @ApiProperty({ example: 'livechat-app-backend' })
  readonly name!: string;

  @ApiProperty({ example: '0.1.0' })
  readonly version!: string;

  @ApiProperty({ format: 'uri', description: 'For a browser: starts signing in with LiveChat.' })
  readonly signIn!: string;

  @ApiProperty({ format: 'uri', description: 'The API reference.' })
  readonly docs!: string;
}
