import type { AxiosInstance, AxiosRequestConfig } from 'axios';
import { Readable } from 'node:stream';

import { randomToken } from '../../foundation/index.js';
import type { GrantRef } from '../../tokens/index.js';
import { InvalidPath } from '../errors/invalid-path.js';
import type { UpstreamTargets } from '../policy/upstream-target.js';
import { whileAwaited } from './abortable.js';
import type { CallOptions, CallPayload } from './call-options.js';
import { CallState } from './call-state.js';
import { narrowedFailure } from './narrowed-failure.js';
import type { AgentAction, ConfigurationAction, Report } from './livechat-actions.js';
import { type Page, pagesOf } from './pages.js';

/** Family, group and name in LiveChat's style: nothing that could lead out of the API. */
const PATH = /^[a-z]+(?:\/[a-z0-9_]+){2}$/;
const VERSION = /^\d+\.\d+$/;

/**
 * LiveChat's API as one connected account.
 *
 * Calls reject with LiveChatApiError when LiveChat refuses them, UpstreamUnreachable or UpstreamTimeout when it does not
 * answer, and what TokensService says of the grant: ReauthorizationRequired, RenewalUnavailable and the like.
 */
export class LiveChatClient {
  constructor(
    private readonly axios: AxiosInstance,
    private readonly targets: UpstreamTargets,
    private readonly grant: GrantRef,
  ) {}

  /** Agent Chat API: `agent('list_chats', { limit: 25 })`. */
  agent<Answer = unknown>(
    action: AgentAction,
    payload?: CallPayload,
    options?: CallOptions,
  ): Promise<Answer> {
    return this.call(`agent/action/${action}`, payload, options);
  }

  /** Configuration API: `configuration('list_agents')`. */
  configuration<Answer = unknown>(
    action: ConfigurationAction,
    payload?: CallPayload,
    options?: CallOptions,
  ): Promise<Answer> {
    return this.call(`configuration/action/${action}`, payload, options);
  }

  /** Reports API: `reports('chats/total_chats', { filters: … })`. */
  reports<Answer = unknown>(report: Report, payload?: CallPayload, options?: CallOptions): Promise<Answer> {
    return this.call(`reports/${report}`, payload, options);
  }

  /** Every page of a list: `for await (const page of livechat.pages('agent/action/list_chats', { limit: 100 }))`. */
  pages<Answer extends object = object>(
    path: string,
    payload: Readonly<Record<string, unknown>> = {},
    options?: CallOptions,
  ): AsyncGenerator<Answer & Page, void> {
    return pagesOf((question) => this.call<Answer & Page>(path, question, options), payload);
  }

  private async call<Answer>(
    path: string,
    payload: CallPayload = {},
    { signal, version }: CallOptions = {},
  ): Promise<Answer> {
    if (!PATH.test(path) || (version !== undefined && !VERSION.test(version))) throw new InvalidPath();
    const versioned = version === undefined ? `/${path}` : `/v${version}/${path}`;
    const target = this.targets.targetOf('POST', { path: versioned, query: '' });
    const config: AxiosRequestConfig = {
      url: target.path,
      method: 'POST',
      signal,
      ...bodyOf(payload),
      livechatCall: new CallState(this.grant, target, !isStream(payload)),
    };
    try {
      const { data } = await whileAwaited(this.axios.request<Answer>(config), signal);
      return data;
    } catch (error) {
      throw signal?.aborted ? signal.reason : narrowedFailure(error);
    }
  }
}

/** What a replay must repeat is fixed here: the JSON's bytes, and what stands between a form's parts. */
function bodyOf(payload: CallPayload): Pick<AxiosRequestConfig, 'data' | 'headers'> {
  if (payload instanceof FormData) {
    const boundary = `livechat-${randomToken(24)}`;
    return { data: payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
  }
  if (isStream(payload) || Buffer.isBuffer(payload)) return { data: payload };
  return { data: Buffer.from(JSON.stringify(payload)), headers: { 'content-type': 'application/json' } };
}

/** Also a `form-data` package's form, which is a stream without being a `Readable`. */
function isStream(payload: CallPayload): boolean {
  return payload instanceof Readable || typeof (payload as { pipe?: unknown }).pipe === 'function';
}
