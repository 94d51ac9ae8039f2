import { ForbiddenPath } from '../errors/forbidden-path.js';
import type { LiveChatConfig } from '../livechat.config.js';
import { asksForAllPages, withoutAll } from './all-pages.js';

const VERSION = /^v\d+\.\d+$/;
const READ_ACTION = /^action\/(?:list|get)_[a-z0-9_]+\/?$/;
const READ_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

/** Where a call goes at LiveChat. */
export interface UpstreamTarget {
  /** Path and query, as they go on the wire. */
  readonly path: string;
  /** The path that was called without its version, as it came: `agent/action/list_chats`. */
  readonly action: string;
  /** Whether the call only reads, whatever its method: most of LiveChat's reads are POST. */
  readonly isRead: boolean;
  /** Whether every page of a list is wanted. */
  readonly isWalk: boolean;
}

/** Puts our paths onto LiveChat's: the same path, with a version if it has none. */
export class UpstreamTargets {
  private readonly prefix: string;
  private readonly families: ReadonlySet<string>;

  constructor(private readonly config: LiveChatConfig) {
    this.prefix = config.apiUrl.pathname.replace(/\/+$/, '');
    this.families = new Set(config.families);
  }

  /**
   * @param path judged safe: what follows `/livechat`, with its slash; `query` has its question mark, if any
   * @throws ForbiddenPath when the path is in no family that may be called
   */
  targetOf(
    method: string,
    { path, query }: { readonly path: string; readonly query: string },
  ): UpstreamTarget {
    const called = path.slice(1);
    const [first, rest] = headOf(called);
    const isVersioned = VERSION.test(first);
    const action = isVersioned ? rest : called;
    const [family, name] = isVersioned ? headOf(rest) : [first, rest];
    if (!this.families.has(family)) throw new ForbiddenPath(this.config.families);
    const version = isVersioned ? '' : `/v${this.config.apiVersion}`;
    const isWalk = asksForAllPages(method, action, query);
    return {
      path: `${this.prefix}${version}${path}${isWalk ? withoutAll(query) : query}`,
      action,
      isRead: READ_METHODS.has(method) && (family === 'reports' || READ_ACTION.test(name)),
      isWalk,
    };
  }
}

function headOf(path: string): [head: string, rest: string] {
  const slash = path.indexOf('/');
  return slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
}
