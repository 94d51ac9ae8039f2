import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { pipeline } from 'node:stream';
import { createServer, type TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';

import { closeAfterTest } from '../../support/opened.js';

export const certificateFile = fileURLToPath(new URL('certificate/test-only.cert.pem', import.meta.url));
const keyFile = fileURLToPath(new URL('certificate/test-only.key.pem', import.meta.url));

/** What stands before the product in production: speaks https outside, and passes the bytes on. Returns host and port. */
export async function terminateTls(appUrl: string): Promise<string> {
  const { hostname, port } = new URL(appUrl);
  const open = new Set<TLSSocket>();
  const server = createServer(
    { cert: readFileSync(certificateFile), key: readFileSync(keyFile) },
    (outside) => {
      const inside = connect(Number(port), hostname);
      open.add(outside);
      pipeline(outside, inside, outside, () => open.delete(outside));
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
