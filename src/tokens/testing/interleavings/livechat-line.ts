import type { Clock } from '../../../foundation/index.js';
import type { AccountsAnswer } from '../../endpoint/accounts-answer.js';
import { AccountsHttp } from '../../endpoint/accounts-http.js';
import { TIMED_OUT } from '../../endpoint/token-endpoint-failure.js';
import { CustodyCounts } from '../../figures/custody-counts.js';
import type { TokensConfig } from '../../tokens.config.js';
import { TOO_LATE, within } from '../../within.js';
import { type AccountsRequest, noAnswer } from './held-call.js';
import type { LiveChatDesk } from './livechat-desk.js';
import type { ProcessLife } from './process-life.js';

/** One process's way to LiveChat, with a deadline on the test's clock. */
export class LiveChatLine extends AccountsHttp {
  constructor(
    private readonly settings: TokensConfig,
    private readonly time: Clock,
    private readonly life: ProcessLife,
    private readonly desk: LiveChatDesk,
  ) {
    super(settings, time, new CustodyCounts());
  }

  override async send(request: AccountsRequest): Promise<AccountsAnswer> {
    await this.life.moment();
    const call = this.desk.take(request, this.life);
    const answer = await within(this.time, this.settings.tokenEndpointTimeoutMs, call.answered);
    if (answer === TOO_LATE) call.giveUp();
    await this.life.moment();
    if (answer === TOO_LATE) throw noAnswer(TIMED_OUT);
    return answer;
  }
}
