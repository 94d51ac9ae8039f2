/** LiveChat's answer is in a transfer coding that nobody asked for: undici would hand it on undecoded, as if it were plain. */
export class UnreadableAnswer extends Error {
  readonly code = 'UNSUPPORTED_TRANSFER_CODING';

  constructor() {
    super('The answer has a transfer coding other than chunked');
  }
}
