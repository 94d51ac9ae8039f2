import type { FaultControls } from '../faults/fault-controls.js';
import {
  FAULT_KINDS,
  FAULT_TARGETS,
  type FaultKind,
  type FaultOptions,
  type FaultTarget,
} from '../faults/fault-kinds.js';
import type { Input } from '../api/input.js';

const KINDS = Object.keys(FAULT_KINDS) as FaultKind[];
const ANY_COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER, fallback: -1 };

function targetsOf(input: Input): readonly FaultTarget[] | undefined {
  const { on } = input.fields;
  if (on === undefined || on === null || on === '') return undefined;
  const names = typeof on === 'string' ? [on] : (input.texts('on') ?? []);
  const targets = FAULT_TARGETS.filter((target) => names.includes(target));
  if (targets.length !== names.length) throw input.wrong('on', `must be among ${FAULT_TARGETS.join(', ')}`);
  return targets;
}

function countOf(input: Input, name: string): number | undefined {
  return input.has(name) ? input.integer(name, ANY_COUNT) : undefined;
}

function optionsOf(input: Input): FaultOptions {
  return {
    on: targetsOf(input),
    path: input.optionalText('path'),
    method: input.optionalText('method'),
    account: input.optionalText('account'),
    organization: input.optionalText('organization'),
    grantType: input.optionalText('grantType'),
    times: countOf(input, 'times'),
    afterWork: input.flag('afterWork', false),
    ms: countOf(input, 'ms'),
    status: countOf(input, 'status'),
    body: input.optionalText('body'),
    contentType: input.optionalText('contentType'),
    region: input.optionalText('region'),
    withoutData: input.flag('withoutData', false),
    retryAfterSeconds: countOf(input, 'retryAfterSeconds'),
  };
}

/**
 * Causes what a JSON object or a form asks for: `{ "kind": "slow", "ms": 500, "on": "token", "times": 1 }`,
 * or `expire` and `revoke` with `token`, `account`, `organization` or `clientId`.
 */
export function causeFault(input: Input, faults: FaultControls): unknown {
  const kind = input.oneOf('kind', [...KINDS, 'expire', 'revoke']);
  if (kind === undefined) throw input.wrong('kind', 'is required');
  if (kind !== 'expire' && kind !== 'revoke') return faults.add(kind, optionsOf(input));
  const token = input.optionalText('token');
  const account = input.optionalText('account');
  const organization = input.optionalText('organization');
  const clientId = input.optionalText('clientId');
  faults[kind](token === undefined ? { account, organization, clientId } : { token });
  return { kind, done: true };
}
