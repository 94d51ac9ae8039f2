import { type DynamicModule, Module } from '@nestjs/common';

import { AuthModule } from '../auth/index.js';
import { TokensModule } from '../tokens/index.js';
import { OperatorConfig } from './operator.config.js';
import { StartPageController } from './start-page/start-page.controller.js';
import { StartPage } from './start-page/start-page.js';

/** What a person sees and does. */
@Module({})
export class OperatorModule {
  static forRoot(values: { sandboxUrl?: URL } = {}): DynamicModule {
    return {
      module: OperatorModule,
      imports: [AuthModule, TokensModule],
      controllers: [StartPageController],
      providers: [StartPage, { provide: OperatorConfig, useValue: new OperatorConfig(values) }],
      exports: [OperatorConfig],
    };
  }
}
