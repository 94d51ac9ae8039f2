import type { GrantRef, UsableToken } from '../../tokens/index.js';
import type { UpstreamTarget } from '../policy/upstream-target.js';
import type { SpendCause } from '../spend/spend.js';

/** What a call carries through axios's interceptors. A class, because axios copies plain objects. */
export class CallState {
  token: UsableToken | undefined;
  replayed = false;
  /** Why it is sent as it is sent now. */
  cause: SpendCause = 'first';
  /** Whether `token` came from a renewal that a refusal of this very call caused. */
  renewed = false;

  constructor(
    readonly grant: GrantRef,
    readonly target: UpstreamTarget,
    readonly replayable: boolean,
  ) {}
}

declare module 'axios' {
  interface AxiosRequestConfig {
    livechatCall?: CallState;
  }
}
