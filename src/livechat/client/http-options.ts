import type { HttpModuleOptions } from '@nestjs/axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import type { LiveChatConfig } from '../livechat.config.js';

/** axios as LiveChat is called: never redirected, never through a proxy of the environment, certificates verified. */
export function httpOptions(config: LiveChatConfig): HttpModuleOptions {
  return {
    baseURL: config.apiUrl.origin,
    timeout: config.headersTimeoutMs,
    transitional: { clarifyTimeoutError: true },
    maxRedirects: 0,
    proxy: false,
    maxBodyLength: config.bodyLimitBytes,
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true, rejectUnauthorized: true }),
    headers: { 'User-Agent': 'livechat-app-backend' },
  };
}
