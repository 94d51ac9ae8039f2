import { z } from 'zod';

/** What came back from LiveChat's accounts server. */
export interface AccountsAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly retryAfterMs?: number;
}

const text = z.string().min(1);
/** UUIDs are the same in either case, and rows, headers and keys are compared as text: lower case from here on. */
const id = text.max(255).toLowerCase();
const seconds = z.union([z.number(), text.transform(Number)]).pipe(z.number().min(1));
const scopes = z
  .union([z.string(), z.array(z.string()).transform((names) => names.join(' '))])
  .transform((names) => names.split(/[\s,]+/).filter(Boolean))
  .refine((names) => names.length > 0);

/** What cannot be used counts as not said. */
const ifUsable = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

/**
 * Tokens, as `POST /v2/token` answers with them.
 *
 * Only the access token must be there: the answer may carry a single-use refresh token, and a pair thrown away for an
 * odd field beside it would be the end of its grant. What else must be there is decided by who asks.
 */
export const tokenReply = z.object({
  access_token: text,
  refresh_token: ifUsable(text),
  expires_in: ifUsable(seconds),
  token_type: ifUsable(text),
  scope: ifUsable(scopes),
  organization_id: ifUsable(id),
  account_id: ifUsable(id),
});
export type TokenReply = z.infer<typeof tokenReply>;

/** What `GET /v2/info` tells about an access token. */
export const infoReply = z.object({
  client_id: text,
  organization_id: id,
  account_id: id,
  scope: ifUsable(scopes),
});
export type InfoReply = z.infer<typeof infoReply>;

const word = z.string().max(255).catch('').default('');

/** Both error shapes: today's `error`, and v1's `oauth_exception` and `identity_exception`. */
const errorReply = z.object({
  error: word,
  error_description: word,
  oauth_exception: word,
  identity_exception: word,
  exception_description: word,
  exception_details: word,
  sub_error: word,
  request_id: word,
  invalid_fields: z.record(z.string(), z.unknown()).catch({}).default({}),
});

export interface AccountsError {
  readonly code: string;
  readonly isIdentityError: boolean;
  readonly text: string;
  readonly invalidFields: readonly string[];
  readonly requestId?: string;
}

/** The error in an answer, in one form; undefined when it names none. */
export function accountsErrorOf(json: unknown): AccountsError | undefined {
  const parsed = errorReply.safeParse(json);
  if (!parsed.success) return undefined;
  const reply = parsed.data;
  const code = (reply.error || reply.oauth_exception || reply.identity_exception).toLowerCase();
  if (!/^[a-z_.-]{1,64}$/.test(code)) return undefined;
  return {
    code,
    isIdentityError: !reply.error && !reply.oauth_exception,
    text: [
      reply.error_description,
      reply.exception_description,
      reply.exception_details,
      reply.sub_error,
    ].join(' '),
    invalidFields: Object.keys(reply.invalid_fields),
    requestId: /^[\w-]{1,64}$/.test(reply.request_id) ? reply.request_id : undefined,
  };
}
