import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { pipeline, Transform } from 'node:stream';
import { createServer, type TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';

import { closeAfterTest } from '../../support/opened.js';

export const certificateFile = fileURLToPath(new URL('certificate/test-only.cert.pem', import.meta.url));
const keyFile = fileURLToPath(new URL('certificate/test-only.key.pem', import.meta.url));

/**
 * What stands before the product in production: speaks https outside, and passes the bytes on. Returns host and port.
 *
 * @param more headers that a browser would add to the first request of a connection
 */
export async function terminateTls(
  appUrl: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { hostname, port } = new URL(appUrl);
  const open = new Set<TLSSocket>();
  const server = createServer(
    { cert: readFileSync(certificateFile), key: readFileSync(keyFile) },
    (outside) => {
      const inside = connect(Number(port), hostname);
      open.add(outside);
      pipeline(outside, adding(more), inside, outside, () => open.delete(outside));
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closeAfterTest(async () => {
    server.close();
    for (const socket of open) socket.destroy();
    await once(server, 'close');
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function adding(headers: Readonly<Record<string, string>>): Transform {
  let lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = chunk.toString('latin1');
      done(null, Buffer.from(text.replace('\r\n', `\r\n${lines.join('')}`), 'latin1'));
      lines = [];
    },
  });
}
