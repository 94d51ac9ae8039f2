import type { AppError } from '../../../foundation/index.js';
import type { AccessToken } from '../../../tokens/index.js';
import { InvalidLogin } from '../../errors/invalid-login.js';
import { liveChatErrorOf } from '../../errors/livechat-error.js';
import { jsonIn } from '../../policy/json-in.js';
import { jsonOut } from '../../policy/json-out.js';
import { validRegion } from '../../policy/region.js';
import type { Frame } from '../link/frame.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Requests whose payload has a token: the one that opens a session, and the one that gives a session a newer token.
 * https://platform.text.com/docs/messaging/agent-chat-api/rtm-reference#login
 */
const ACTIONS: ReadonlySet<unknown> = new Set(['login', 'update_session']);

/** What LiveChat made of a login. */
export interface LoginAnswer {
  /** In lower case; undefined when it was accepted. */
  readonly errorType: string | undefined;
  readonly region: string | undefined;
}

/** A caller's request to log in, whose token is ours to say. */
export class LoginRequest {
  private constructor(private readonly fields: Fields) {}

  /** The request that a frame is, if it is one, or could be taken for one: as bytes, or by names that are spelled otherwise. */
  static in({ data }: Frame): LoginRequest | undefined {
    if (!mayHaveAction(data)) return undefined;
    const fields = fieldsOf(jsonIn(data));
    const action = allNamed('action', fields).find((value) => ACTIONS.has(value));
    if (action === undefined) return undefined;
    const payload = allNamed('payload', fields).at(-1);
    return new LoginRequest({ ...without(['action', 'payload'], fields), action, payload });
  }

  /**
   * The same request, as text, with this token in place of whatever it had.
   *
   * @throws InvalidLogin
   */
  with(token: AccessToken): string {
    const others = without(['token'], fieldsOf(this.fields.payload));
    const payload = { ...others, token: `Bearer ${token.reveal()}` };
    const text = jsonOut({ ...this.fields, payload });
    if (text === undefined) throw new InvalidLogin();
    return text;
  }

  /** What a frame of LiveChat's says to this request; undefined when it is about something else. */
  answerIn({ data, isBinary }: Frame): LoginAnswer | undefined {
    if (isBinary) return undefined;
    const { type, action, request_id, success, payload } = fieldsOf(jsonIn(data));
    if (type !== 'response' || action !== this.fields.action || request_id !== this.fields.request_id)
      return undefined;
    const error = fieldsOf(fieldsOf(payload).error);
    const errorType = typeof error.type === 'string' ? error.type.toLowerCase() : 'unknown';
    return {
      errorType: success === true ? undefined : errorType,
      region: validRegion(fieldsOf(error.data).region),
    };
  }

  /** Our own answer, for a login that cannot be made. */
  refusedWith(error: AppError): string {
    const { action } = this.fields;
    const request_id = isId(this.fields.request_id) ? this.fields.request_id : undefined;
    const payload = { error: liveChatErrorOf(error) };
    return JSON.stringify({ request_id, action, type: 'response', success: false, payload });
  }
}

/** Nearly every frame is something else: it is not parsed. A letter can be written as it is or escaped, as \u006c. */
function mayHaveAction(data: Buffer): boolean {
  return data.includes('login') || data.includes('update_session') || data.includes('\\u');
}

function isId(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** The values under a name. LiveChat may read names as Go does, in any case, the last of several winning. */
function allNamed(name: string, fields: Fields): unknown[] {
  return Object.entries(fields).flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []));
}

/** Without what is under these names, in any case. */
function without(names: readonly string[], fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !names.includes(key.toLowerCase())));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
