import { buildConnector } from 'undici';

/**
 * Opens connections to LiveChat, certificates always verified.
 *
 * undici takes a reset for the end of an answer that ends with its connection: half of it would pass for all of it. By
 * the name of its other lost connections it ends the answer with an error.
 */
export function upstreamConnector(timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({
    timeout: timeoutMs,
    rejectUnauthorized: true, // said aloud: NODE_TLS_REJECT_UNAUTHORIZED must not switch it off
  });
  return (options, callback) => {
    connect(options, (...opened) => {
      opened[1]?.on('error', nameReset); // before undici listens
      callback(...opened);
    });
  };
}

function nameReset(error: NodeJS.ErrnoException): void {
  if (error.code === 'ECONNRESET') error.code = 'UND_ERR_SOCKET';
}
