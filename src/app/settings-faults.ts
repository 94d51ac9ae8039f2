import type { z } from 'zod';

import type { Environment } from './environment.js';
import { isLoopback, StartRefused } from '../foundation/index.js';

export interface Fault {
  readonly setting: string;
  readonly message: string;
}

/** The settings cannot be used. Says everything that is wrong at once, and never a value: some are secrets. */
export class SettingsRefused extends StartRefused {
  constructor(readonly faults: readonly Fault[]) {
    const lines = faults.map(({ setting, message }) => `  ${setting} ${message}`);
    const count = faults.length === 1 ? 'One setting is wrong' : `${faults.length} settings are wrong`;
    super(`${count}:\n${lines.join('\n')}\ndocs/configuration.md describes every setting.`);
  }
}

/** What is wrong with single values, and with the values as a whole. */
export function settingsFaults(parsed: z.ZodSafeParseResult<unknown>, environment: Environment): Fault[] {
  const single = (parsed.error?.issues ?? []).map((issue) => ({
    setting: issue.path.join('.'),
    message: issue.message,
  }));
  const whole = RULES.flatMap((rule) => rule(environment)).filter(
    ({ setting }) => !single.some((fault) => fault.setting === setting),
  );
  return [...single, ...whole];
}

type Rule = (environment: Environment) => Fault[];

const isProduction = (environment: Environment): boolean => environment.NODE_ENV?.trim() === 'production';

const NEEDED = {
  LIVECHAT_CLIENT_ID: 'is missing: copy it from your app in the Developer Console',
  LIVECHAT_CLIENT_SECRET:
    'is missing: copy it from your app in the Developer Console (`none` for a JavaScript app, which has no secret)',
  ENCRYPTION_KEYS: 'is missing: make one with `echo "k1:$(openssl rand -base64 32)"`',
};

/** Outside production the sandbox has filled these in when nobody named a client. */
const neededAreThere: Rule = (environment) =>
  Object.entries(NEEDED)
    .filter(([setting]) => !environment[setting]?.trim())
    .map(([setting, message]) => ({ setting, message }));

const publicUrlIsSecure: Rule = (environment) => {
  if (!isProduction(environment) || /^https:/i.test(environment.PUBLIC_URL?.trim() ?? '')) return [];
  return [{ setting: 'PUBLIC_URL', message: 'must be the https:// URL that browsers use, in production' }];
};

const liveChatIsSecure: Rule = (environment) =>
  ['LIVECHAT_ACCOUNTS_URL', 'LIVECHAT_API_URL']
    .filter((setting) => isProduction(environment) && isPlainRemote(environment[setting]))
    .map((setting) => ({
      setting,
      message: 'must be an https:// URL in production (http:// only to this machine)',
    }));

function isPlainRemote(text = ''): boolean {
  const url = text.trim();
  return /^http:/i.test(url) && URL.canParse(url) && !isLoopback(new URL(url));
}

const RULES: readonly Rule[] = [neededAreThere, publicUrlIsSecure, liveChatIsSecure];
