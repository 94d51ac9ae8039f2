import { AppError } from '../../foundation/index.js';

const REASONS = {
  /** LiveChat refused the code: used, expired, or for another redirect URI. */
  code: { status: 400, sentence: 'LiveChat did not accept this sign-in any more. Start it again.' },
  /** LiveChat answered with tokens that are not ours, or not the ones it says. */
  answer: {
    status: 403,
    sentence:
      'LiveChat’s answer to this sign-in did not hold together, so nothing was stored. Start it again.',
  },
} as const;

/** A sign-in that LiveChat, or our check of its answer, refused. Nothing was stored. */
export class SignInRefused extends AppError {
  readonly code = 'tokens.sign_in_refused';
  readonly status: number;
  readonly publicMessage: string;

  constructor(
    readonly what: keyof typeof REASONS,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = REASONS[what].status;
    this.publicMessage = REASONS[what].sentence;
  }
}
