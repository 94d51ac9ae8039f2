import { AppError, type NextStep } from '../../foundation/index.js';

const START_PLAINLY: NextStep = { label: 'Sign in with LiveChat', href: '/auth/livechat' };

/** A start, or a return from LiveChat, whose query cannot be accepted. Its values are never repeated. */
export class ParameterRefused extends AppError {
  readonly code = 'auth.invalid_parameter';
  readonly status = 400;
  override readonly nextStep = START_PLAINLY;

  constructor(readonly publicMessage: string) {
    super(`Query refused: ${publicMessage}`);
  }
}

/** A `return_to` that is not ours to send a browser to. */
export class ReturnToRefused extends AppError {
  readonly code = 'auth.invalid_return_to';
  readonly status = 400;
  readonly publicMessage =
    'return_to must be a path of this site, such as /reports, or an address on one of ALLOWED_ORIGINS.';
  override readonly nextStep = START_PLAINLY;

  constructor(why: string) {
    super(`return_to refused: ${why}`);
  }
}

/** So many starts that LiveChat would stop the next one: a person has to want it. */
export class TooManyStarts extends AppError {
  readonly code = 'auth.too_many_starts';
  readonly status = 429;
  readonly publicMessage =
    'Sign-in was started several times in a moment, which usually means that two pages send you back and forth. Go on when you are ready.';
  override readonly headers: Readonly<Record<string, string>>;
  override readonly nextStep: NextStep;

  constructor({ waitMs, goOnAt }: { waitMs: number; goOnAt: string }) {
    super('Too many sign-in starts by one browser');
    this.headers = { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) };
    this.nextStep = { label: 'Go on to LiveChat', href: goOnAt };
  }
}

/** Signing in is a page one opens: a probe such as HEAD must not begin or finish one. */
export class OnlyGet extends AppError {
  readonly code = 'auth.method_not_allowed';
  readonly status = 405;
  readonly publicMessage = 'Open this address in a browser: it answers GET alone.';
  override readonly headers = { allow: 'GET' };

  constructor() {
    super('A sign-in route was called with another method than GET');
  }
}
