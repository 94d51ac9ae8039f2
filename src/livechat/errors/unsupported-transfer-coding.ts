import { AppError } from '../../foundation/index.js';

/** A body in a transfer coding that Node would hand on undecoded, as if it were plain: RFC 9112 section 6.1. */
export class UnsupportedTransferCoding extends AppError {
  readonly code = 'livechat.unsupported_transfer_coding';
  readonly status = 501;
  readonly publicMessage =
    'Chunked is the only transfer coding this server understands. Send the body with a length or in plain chunks.';
  override readonly headers = { connection: 'close' };

  constructor() {
    super('The request has a transfer coding other than chunked');
  }
}
