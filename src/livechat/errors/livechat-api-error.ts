import { AppError } from '../../foundation/index.js';

/** LiveChat answered a call with an error. */
export class LiveChatApiError extends AppError {
  readonly code = 'livechat.api_error';
  readonly publicMessage: string;
  /** LiveChat's `error.type` in lower case (`validation`, `not_found`…); undefined when it sent none. */
  readonly type: string | undefined;
  /** LiveChat's status. */
  readonly status: number;
  /** LiveChat's `error.data`, as it came. */
  readonly data: unknown;

  constructor(answer: {
    readonly type: string | undefined;
    readonly status: number;
    readonly message: string | undefined;
    readonly data: unknown;
  }) {
    const says = answer.message ?? answer.type ?? `status ${answer.status}`;
    super(`LiveChat refused the call: ${says}`);
    this.type = answer.type;
    this.status = answer.status;
    this.data = answer.data;
    this.publicMessage = `LiveChat refused the call: ${says}`;
  }
}
