import { Injectable } from '@nestjs/common';
import {
  type AxiosError,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios';

import type { UsableToken } from '../../tokens/index.js';
import { LiveChatApiError } from '../errors/livechat-api-error.js';
import { causeCodeOf } from '../errors/upstream-failure.js';
import type { ReplayCause } from '../gateway/gateway-counts.js';
import { CallTokens } from '../policy/call-tokens.js';
import { GrantObserver } from '../policy/grant-observer.js';
import { mayRepeatLost, neverConnected, nextStep } from '../policy/replay-rule.js';
import { SpendCaps } from '../spend/spend-caps.js';
import { SpendMeter } from '../spend/spend-meter.js';
import type { CallState } from './call-state.js';
import { type RefusedCall, refusalIn } from './refusal.js';

type Config = InternalAxiosRequestConfig;

/** Adds a call's token, and on a 401 renews it once and sends the same bytes again. */
@Injectable()
export class AuthorizingInterceptor {
  constructor(
    private readonly tokens: CallTokens,
    private readonly observer: GrantObserver,
    private readonly spend: SpendMeter,
    private readonly caps: SpendCaps,
  ) {}

  installOn(axios: AxiosInstance): void {
    axios.interceptors.request.use((config) => this.authorized(config));
    axios.interceptors.response.use(
      (response) => this.succeeded(response),
      (error: unknown) => this.failed(axios, error),
    );
  }

  private async authorized(config: Config): Promise<Config> {
    const call = config.livechatCall;
    if (!call) return config;
    if (!call.replayed) this.caps.admit(call.grant.organizationId);
    call.token ??= await this.tokens.usableFor(call);
    config.headers.set('Authorization', `Bearer ${call.token.accessToken.reveal()}`);
    config.headers.set('X-Region', call.token.region ?? false);
    return config;
  }

  private succeeded(response: AxiosResponse<unknown>): AxiosResponse<unknown> {
    const { livechatCall: call } = response.config;
    if (call) this.spend.count(call.grant.organizationId, call.cause);
    if (call?.token && call.renewed) this.observer.answeredAfterRenewal(call.grant, call.token, undefined);
    else if (call?.token && !call.replayed) this.observer.succeeded(call.grant, call.token);
    return response;
  }

  private async failed(axios: AxiosInstance, error: unknown): Promise<AxiosResponse<unknown>> {
    const config = isAxiosError(error) ? error.config : undefined;
    const call = config?.livechatCall;
    if (!isAxiosError(error) || !config || !call?.token) throw error;
    if (!neverConnected(causeCodeOf(error))) this.spend.count(call.grant.organizationId, call.cause);
    if (!error.response) {
      if (!isWorthRepeating(error, call)) throw error;
      return this.replay(axios, config, call, 'reset_read');
    }
    const refused = await refusalIn(error.response as AxiosResponse<unknown>);
    const { errorType } = refused.meaning;
    if (call.renewed) this.observer.answeredAfterRenewal(call.grant, call.token, errorType);
    this.observer.refused(call.grant, errorType);
    const answer = await this.answerInstead(axios, config, { call, token: call.token, refused });
    if (answer) return answer;
    throw refused.isComplete ? apiErrorFrom(refused) : error;
  }

  /** The answer to the call's replay; undefined when the refusal stands. */
  private async answerInstead(
    axios: AxiosInstance,
    config: Config,
    { call, token, refused }: { call: CallState; token: UsableToken; refused: RefusedCall },
  ): Promise<AxiosResponse<unknown> | undefined> {
    const step = nextStep(refused.meaning, call);
    if (step.kind === 'renew') {
      const renewed = await this.tokens.renewedFor(call, token.accessToken);
      call.token = renewed;
      call.renewed = true;
      if (step.replay) return this.replay(axios, config, call, 'authentication');
    }
    if (step.kind === 'move') {
      this.observer.moved(call.grant, step.region);
      call.token = { ...token, region: step.region };
      if (step.replay) return this.replay(axios, config, call, 'misdirected_request');
    }
    return undefined;
  }

  private replay(
    axios: AxiosInstance,
    config: Config,
    call: CallState,
    cause: ReplayCause,
  ): Promise<AxiosResponse<unknown>> {
    call.replayed = true;
    call.cause = cause;
    return axios.request(config);
  }
}

function isWorthRepeating(error: AxiosError, call: CallState): boolean {
  const { res } = (error.request ?? {}) as { res?: unknown };
  const lost = {
    isRead: call.target.isRead,
    answered: res !== undefined && res !== null,
    causeCode: causeCodeOf(error),
  };
  return mayRepeatLost(lost, call);
}

function apiErrorFrom({ status, meaning, message, data }: RefusedCall): LiveChatApiError {
  return new LiveChatApiError({ type: meaning.errorType, status, message, data });
}
