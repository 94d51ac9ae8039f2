import { Injectable } from '@nestjs/common';

import type { IssuedTokens } from '../token-values.js';

@Injectable()
export class CodeExchange {
  exchange(_code: { code: string; codeVerifier: string; redirectUri: string }): Promise<IssuedTokens> {
    return Promise.reject(new Error('not built yet'));
  }
}
