import type { RecordedRequest } from '../requests/recorded-request.js';
import { FAULT_KINDS, type FaultKind, type FaultOptions, type FaultTarget } from './fault-kinds.js';

/** Which part of LiveChat a request is for. */
export function targetOf(method: string, path: string): FaultTarget | undefined {
  if (path === '/' || path === '/consent') return 'authorize';
  if (path === '/v2/token') return method === 'DELETE' ? 'revoke' : 'token';
  if (path === '/v2/info') return 'info';
  return /^\/v\d/.test(path) && !path.startsWith('/v2/') ? 'api' : undefined;
}

/** Options with their names resolved. */
export interface ResolvedOptions extends FaultOptions {
  readonly account?: string;
  readonly organization?: string;
}

/** A fault that was asked for. `hits` counts the requests it has struck. */
export class Fault {
  hits = 0;
  isCleared = false;
  private readonly targets: readonly FaultTarget[];

  constructor(
    readonly id: number,
    readonly kind: FaultKind,
    readonly options: ResolvedOptions,
  ) {
    const { on = FAULT_KINDS[kind] } = options;
    this.targets = typeof on === 'string' ? [on] : on;
  }

  get isActive(): boolean {
    return !this.isCleared && this.hits < (this.options.times ?? Infinity);
  }

  get isAfterWork(): boolean {
    return this.options.afterWork ?? false;
  }

  clear(): void {
    this.isCleared = true;
  }

  strikes(request: RecordedRequest): boolean {
    return this.isActive && this.fits(request);
  }

  /** Whether the request is one that this fault is about, used up or not. */
  fits(request: RecordedRequest): boolean {
    const target = targetOf(request.method, request.path);
    if (target === undefined || !this.targets.includes(target)) return false;
    const { path = '', method, account, organization, grantType } = this.options;
    return (
      request.path.startsWith(path) &&
      (method ?? request.method).toUpperCase() === request.method &&
      (account ?? request.accountId) === request.accountId &&
      (organization ?? request.organizationId) === request.organizationId &&
      (grantType ?? request.grantType) === request.grantType
    );
  }

  toJSON(): Record<string, unknown> {
    const { times, ...rest } = this.options;
    return { id: this.id, kind: this.kind, ...rest, on: this.targets, times: times ?? null, hits: this.hits };
  }
}
