import { appErrorFrom } from '../../../foundation/index.js';
import type { GrantRef, UsableToken } from '../../../tokens/index.js';
import { type ActingGrant, grantAfter } from '../../policy/fall-over.js';
import { type Frame, textFrame } from '../link/frame.js';
import type { LoginRequest } from './login-request.js';
import type { LoginServices } from './login-services.js';

/** Where a link's logins go, and where their answers. */
export interface LoginEnds {
  readonly id: string;
  toLiveChat(frame: Frame): void;
  toCaller(frame: Frame): void;
}

interface SentLogin {
  readonly request: LoginRequest;
  readonly token: UsableToken;
  /** Whether it is the second try: there is no third. */
  readonly repeated: boolean;
  /** Whether its token was renewed because of the first. */
  readonly renewed: boolean;
}

/** A link's logins: each is completed with the token of the caller's grant, and sent once more when that was refused. */
export class Logins {
  private grantInUse: GrantRef;
  private sent: SentLogin | undefined;
  private withheld: Frame | undefined;

  constructor(
    private readonly services: LoginServices,
    private readonly caller: ActingGrant,
    private readonly ends: LoginEnds,
  ) {
    this.grantInUse = caller.grant;
  }

  /** Whose token LiveChat was shown last. */
  get grant(): GrantRef {
    return this.grantInUse;
  }

  /** Sends a login on, or answers it when no token can be had. Never fails. */
  send(request: LoginRequest): Promise<void> {
    return this.answering(request, async () => {
      this.sendWith({ request, token: await this.authorized(), repeated: false, renewed: false });
    });
  }

  /**
   * Looks at a frame of LiveChat's. When it refuses a login whose token can be renewed, the caller must not see it: what is
   * returned then ends when the login has been sent once more.
   */
  repeatedAfter(frame: Frame): Promise<void> | undefined {
    const { sent } = this;
    const answer = sent?.request.answerIn(frame);
    if (!sent || !answer) return undefined;
    this.sent = undefined;
    const { errorType, region } = answer;
    const { observer } = this.services;
    if (sent.renewed) observer.answeredAfterRenewal(this.grant, sent.token, errorType);
    else if (errorType === undefined) observer.succeeded(this.grant, sent.token);
    observer.refused(this.grant, errorType);
    if (errorType === 'misdirected_request' && region !== undefined) observer.moved(this.grant, region);
    if (errorType !== 'authentication' || sent.repeated) return undefined;
    this.withheld = frame;
    return this.repeat(sent);
  }

  /** LiveChat has closed: the caller gets the refusal that was kept from it, if there is one. */
  giveUp(): void {
    if (this.withheld) this.ends.toCaller(this.withheld);
    this.withheld = undefined;
  }

  private async repeat({ request, token }: SentLogin): Promise<void> {
    await this.answering(request, async () => {
      this.sendWith({ request, repeated: true, ...(await this.renewed(token)) });
    });
    this.withheld = undefined;
  }

  private async renewed({ accessToken }: UsableToken): Promise<Pick<SentLogin, 'token' | 'renewed'>> {
    try {
      const token = await this.services.tokens.renew(this.grant, { rejected: accessToken });
      return { token, renewed: true };
    } catch (error) {
      await this.fallOver(error);
      return { token: await this.authorized(), renewed: false };
    }
  }

  private async authorized(): Promise<UsableToken> {
    const { tokens } = this.services;
    try {
      return tokens.freshTokenFor(this.grant) ?? (await tokens.accessTokenFor(this.grant));
    } catch (error) {
      await this.fallOver(error);
      return this.authorized();
    }
  }

  private async fallOver(error: unknown): Promise<void> {
    this.grantInUse = await grantAfter(error, { grant: this.grant, fallback: this.caller.fallback });
  }

  private sendWith(login: SentLogin): void {
    const frame = textFrame(login.request.with(login.token.accessToken));
    this.sent = login;
    this.ends.toLiveChat(frame);
  }

  private async answering(request: LoginRequest, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const error = appErrorFrom(thrown);
      const { reason, status } = error;
      const fields = { event: 'rtm.login_failed', requestId: this.ends.id, reason };
      this.services.log.warn(status < 500 ? fields : { ...fields, error: thrown });
      this.ends.toCaller(textFrame(request.refusedWith(error)));
    }
  }
}
