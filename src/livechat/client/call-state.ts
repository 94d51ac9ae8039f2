import type { GrantRef, UsableToken } from '../../tokens/index.js';

/** What a call carries through axios's interceptors. A class, because axios copies plain objects. */
export class CallState {
  token: UsableToken | undefined;
  replayed = false;

  constructor(
    readonly grant: GrantRef,
    readonly isRead: boolean,
    readonly replayable: boolean,
  ) {}
}

declare module 'axios' {
  interface AxiosRequestConfig {
    livechatCall?: CallState;
  }
}
