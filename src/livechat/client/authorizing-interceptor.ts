import { Injectable } from '@nestjs/common';
import {
  type AxiosError,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios';

import { TokensService, type UsableToken } from '../../tokens/index.js';
import { LiveChatApiError } from '../errors/livechat-api-error.js';
import { causeCodeOf } from '../errors/upstream-failure.js';
import { GrantObserver } from '../policy/grant-observer.js';
import { mayRepeatLost, nextStep } from '../policy/replay-rule.js';
import type { CallState } from './call-state.js';
import { type RefusedCall, refusalIn } from './refusal.js';

type Config = InternalAxiosRequestConfig;

/** Adds a call's token, and on a 401 renews it once and sends the same bytes again. */
@Injectable()
export class AuthorizingInterceptor {
  constructor(
    private readonly tokens: TokensService,
    private readonly observer: GrantObserver,
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
    call.token ??= await this.tokens.accessTokenFor(call.grant);
    config.headers.set('Authorization', `Bearer ${call.token.accessToken.reveal()}`);
    config.headers.set('X-Region', call.token.region ?? false);
    return config;
  }

  private succeeded(response: AxiosResponse<unknown>): AxiosResponse<unknown> {
    const { livechatCall: call } = response.config;
    if (call?.token && !call.replayed) this.observer.succeeded(call.grant, call.token);
    return response;
  }

  private async failed(axios: AxiosInstance, error: unknown): Promise<AxiosResponse<unknown>> {
    const config = isAxiosError(error) ? error.config : undefined;
    const call = config?.livechatCall;
    if (!isAxiosError(error) || !config || !call?.token) throw error;
    if (!error.response) {
      if (!isWorthRepeating(error, call)) throw error;
      return this.replay(axios, config, call);
    }
    const refused = await refusalIn(error.response as AxiosResponse<unknown>);
    this.observer.refused(call.grant, refused.meaning.errorType);
    return this.afterRefusal(axios, config, { call, token: call.token, refused });
  }

  private async afterRefusal(
    axios: AxiosInstance,
    config: Config,
    { call, token, refused }: { call: CallState; token: UsableToken; refused: RefusedCall },
  ): Promise<AxiosResponse<unknown>> {
    const step = nextStep(refused.meaning, call);
    if (step.kind === 'renew') {
      const renewed = await this.tokens.renew(call.grant, { rejected: token.accessToken });
      if (step.replay) return this.replayRenewed(axios, config, { call, token: renewed });
    }
    if (step.kind === 'move') {
      this.observer.moved(call.grant, step.region);
      call.token = { ...token, region: step.region };
      if (step.replay) return this.replay(axios, config, call);
    }
    throw apiErrorFrom(refused);
  }

  private async replayRenewed(
    axios: AxiosInstance,
    config: Config,
    { call, token }: { call: CallState; token: UsableToken },
  ): Promise<AxiosResponse<unknown>> {
    call.token = token;
    try {
      const response = await this.replay(axios, config, call);
      this.observer.answeredAfterRenewal(call.grant, token, undefined);
      return response;
    } catch (error) {
      if (error instanceof LiveChatApiError)
        this.observer.answeredAfterRenewal(call.grant, token, error.type);
      throw error;
    }
  }

  private replay(axios: AxiosInstance, config: Config, call: CallState): Promise<AxiosResponse<unknown>> {
    call.replayed = true;
    return axios.request(config);
  }
}

function isWorthRepeating(error: AxiosError, call: CallState): boolean {
  const { res } = (error.request ?? {}) as { res?: unknown };
  const lost = {
    isRead: call.isRead,
    answered: res !== undefined && res !== null,
    causeCode: causeCodeOf(error),
  };
  return mayRepeatLost(lost, call);
}

function apiErrorFrom({ status, meaning, message, data }: RefusedCall): LiveChatApiError {
  return new LiveChatApiError({ type: meaning.errorType, status, message, data });
}
