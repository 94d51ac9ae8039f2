import { z } from 'zod';

import { commaList, httpUrl, wholeNumber } from '../foundation/index.js';
import { isForwardable } from './gateway/request-headers.js';
import { type CallLimits, callLimitsFrom, limitsEnv, noCallLimits } from './limits/limits.config.js';
import { type ActionScopes, documentedActionScopes } from './policy/action-scopes.js';
import { actionScopesSetting } from './policy/action-scopes-setting.js';

/** Node's timers hold no longer delay. */
const MAX_TIMER_MS = 2_147_483_647;
/** A kept body lives in memory for as long as its call. */
const MAX_KEPT_BYTES = 104_857_600;
const MAX_BODY_BYTES = 1_099_511_627_776;

export const livechatEnv = {
  LIVECHAT_API_URL: httpUrl
    .default(new URL('https://api.livechatinc.com'))
    .describe('LiveChat’s API server. A path prefix is kept.')
    .meta({ defaultText: 'https://api.livechatinc.com' }),
  LIVECHAT_API_VERSION: z
    .string()
    .regex(/^\d+\.\d+$/, 'must be a version such as 3.6')
    .default('3.6')
    .describe('API version of calls whose path names none.'),
  UPSTREAM_HEADERS_TIMEOUT_MS: wholeNumber({ min: 1, max: MAX_TIMER_MS, by: 30_000 }).describe(
    'How long LiveChat may take until the first byte of its answer. Then 504.',
  ),
  UPSTREAM_IDLE_TIMEOUT_MS: wholeNumber({ min: 1, max: MAX_TIMER_MS, by: 60_000 }).describe(
    'How long a body may stand still, in either direction, before the connection is given up.',
  ),
  REPLAY_LIMIT_BYTES: wholeNumber({ min: 0, max: MAX_KEPT_BYTES, by: 1_048_576 }).describe(
    'Request bodies up to this size are kept until LiveChat has answered, so that a call can be repeated with a renewed token. Larger ones stream, and so do all beyond 64 MiB of them at once.',
  ),
  BODY_LIMIT_BYTES: wholeNumber({ min: 0, max: MAX_BODY_BYTES, by: 26_214_400 }).describe(
    'Larger request bodies are refused with 413. RTM messages may not be larger, either, and a caller’s not larger than 1 MiB.',
  ),
  FORWARD_HEADERS: commaList({
    valid: isForwardable,
    mustBe: 'a header’s name, and none that carries credentials, addresses or the connection',
  }).describe('Request headers to pass on to LiveChat besides the usual ones, with commas between them.'),
  ACTION_SCOPES: actionScopesSetting
    .describe(
      'Corrections to what LiveChat documents of the scopes that actions need, with commas between them: `agent/action/list_chats=chats--all:ro|chats--access:ro` (any one is enough), `agent/action/multicast=none` (not checked). `none` alone checks nothing. A call that its grant’s scopes cannot make is answered with 403 `missing_scope`, and LiveChat is not asked.',
    )
    .meta({ defaultText: 'as LiveChat documents them' }),
  ...limitsEnv,
};

/** The first parts of a LiveChat API path that the gateway knows. */
export const livechatFamilies: readonly string[] = ['agent', 'configuration', 'reports', 'customer'];

type WithDefaults = 'actionScopes' | 'families' | 'limits';

/** Where LiveChat's API is, and how patient and how generous we are. */
export class LiveChatConfig {
  readonly apiUrl: URL;
  readonly apiVersion: string;
  readonly headersTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly replayLimitBytes: number;
  readonly bodyLimitBytes: number;
  readonly forwardHeaders: readonly string[];
  /** What is not in it is never refused for its scopes. */
  readonly actionScopes: ActionScopes;
  /** Anything else under `/livechat/` is 403 `forbidden_path`. */
  readonly families: readonly string[];
  readonly limits: CallLimits;

  constructor(values: Omit<LiveChatConfig, WithDefaults> & Partial<Pick<LiveChatConfig, WithDefaults>>) {
    this.apiUrl = values.apiUrl;
    this.apiVersion = values.apiVersion;
    this.headersTimeoutMs = values.headersTimeoutMs;
    this.idleTimeoutMs = values.idleTimeoutMs;
    this.replayLimitBytes = values.replayLimitBytes;
    this.bodyLimitBytes = values.bodyLimitBytes;
    this.forwardHeaders = values.forwardHeaders;
    this.actionScopes = values.actionScopes ?? documentedActionScopes;
    this.families = values.families ?? livechatFamilies;
    this.limits = values.limits ?? noCallLimits;
  }
}

export function livechatConfigFrom(env: z.infer<z.ZodObject<typeof livechatEnv>>): LiveChatConfig {
  return new LiveChatConfig({
    apiUrl: env.LIVECHAT_API_URL,
    apiVersion: env.LIVECHAT_API_VERSION,
    headersTimeoutMs: env.UPSTREAM_HEADERS_TIMEOUT_MS,
    idleTimeoutMs: env.UPSTREAM_IDLE_TIMEOUT_MS,
    replayLimitBytes: env.REPLAY_LIMIT_BYTES,
    bodyLimitBytes: env.BODY_LIMIT_BYTES,
    forwardHeaders: env.FORWARD_HEADERS,
    actionScopes: env.ACTION_SCOPES,
    limits: callLimitsFrom(env),
  });
}
