import { z } from 'zod';

/** What came back from LiveChat's accounts server. */
export interface AccountsAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly retryAfterMs?: number;
}

const id = z.string().min(1).max(255);
const token = z.string().min(1).max(4096);
const seconds = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number),
  ])
  .refine((value) => Number.isFinite(value) && value > 0);
const scopes = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));

const nothing = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal('').transform(() => undefined), z.null().transform(() => undefined), schema]).optional();

/** Tokens, as `POST /v2/token` answers with them. What may be missing is optional here and decided by who asks. */
export const tokenReply = z.object({
  access_token: token,
  refresh_token: nothing(token),
  expires_in: nothing(seconds),
  token_type: nothing(z.string()),
  scope: nothing(scopes),
  organization_id: nothing(id),
  account_id: nothing(id),
});
export type TokenReply = z.infer<typeof tokenReply>;

/** What `GET /v2/info` tells about an access token. */
export const infoReply = z.object({
  client_id: id,
  organization_id: id,
  account_id: id,
  scope: nothing(scopes),
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
