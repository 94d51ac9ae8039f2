import type { Input } from '../api/input.js';
import type { SandboxBehavior } from '../behavior.js';

type Reader = (input: Input, name: string) => unknown;

const flag: Reader = (input, name) => input.flag(name, false);
const count: Reader = (input, name) =>
  input.integer(name, { min: 0, max: Number.MAX_SAFE_INTEGER, fallback: 0 });

const READERS: Readonly<Record<keyof SandboxBehavior, Reader>> = {
  accessTokenLifetimeSeconds: count,
  codeLifetimeSeconds: count,
  omitRefreshToken: flag,
  omitExpiresIn: flag,
  narrowScopesTo: (input, name) => input.texts(name),
  reuseDetection: flag,
  denial: (input, name) => input.oneOf(name, ['oauth_exception', 'error', 'page']) ?? 'oauth_exception',
  redirectLimit: count,
  autoApprove: (input, name) => input.optionalText(name),
  deadTokenInfoStatus: (input, name) => input.integer(name, { min: 400, max: 599, fallback: 422 }),
  supportedVersions: (input, name) => input.texts(name) ?? [],
};

/** Changes what a JSON object names, or nothing when part of it is wrong. `null` switches an optional one off. */
export function changeBehavior(input: Input, behavior: SandboxBehavior): SandboxBehavior {
  const readers = new Map<string, Reader>(Object.entries(READERS));
  const changes = Object.keys(input.fields).map((name): [string, unknown] => {
    const reader = readers.get(name);
    if (reader === undefined) throw input.wrong(name, `is not among ${[...readers.keys()].join(', ')}`);
    return [name, reader(input, name)];
  });
  return Object.assign(behavior, Object.fromEntries(changes));
}
