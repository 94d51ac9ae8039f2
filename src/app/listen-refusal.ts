import { StartRefused } from '../foundation/index.js';

/** Why nobody can listen there, for the person who starts the server; anything unexpected as it came. */
export function listenRefusal(cause: unknown, { host, port }: { host: string; port: number }): unknown {
  const { code = '' } = cause as { code?: string };
  const message = REASONS[code]?.(host, port);
  return message === undefined ? cause : new StartRefused(message, { cause });
}

const noSuchHost = (host: string): string =>
  `HOST ${host} is not an address of this machine: set HOST to one that is.`;

const REASONS: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (_host, port) =>
    `Port ${port} is in use: stop what uses it, or set PORT to another (in sandbox mode the sandbox takes the next one).`,
  EACCES: (_host, port) => `This user may not listen on port ${port}: set PORT to one above 1023.`,
  EADDRNOTAVAIL: noSuchHost,
  ENOTFOUND: noSuchHost,
  EAI_AGAIN: noSuchHost,
};
