import { createServer } from 'node:http';
import { Pool } from 'undici';

import { tellParent } from './tell-parent.js';

// The least a gateway in Node can do: node:http and undici's dispatcher, a fixed token, no checks, no errors, no log.
const authorization = `Bearer ${process.env.ACCESS_TOKEN}`;
const upstream = new Pool(process.env.API_URL, { connections: 256, pipelining: 1 });

const server = createServer((request, response) => {
  const path = request.url.replace('/livechat', '/v3.6');
  const headers = { authorization };
  for (const name of ['content-type', 'content-length']) {
    if (request.headers[name] !== undefined) headers[name] = request.headers[name];
  }
  const body = headers['content-length'] === undefined ? null : request;
  upstream.dispatch(
    { method: request.method, path, headers, body },
    {
      onRequestStart() {},
      onResponseStart({ rawHeaders }, status) {
        response.writeHead(status, rawHeaders.map(String));
      },
      onResponseData(_controller, chunk) {
        response.write(chunk);
      },
      onResponseEnd() {
        response.end();
      },
      onResponseError() {
        response.destroy();
      },
    },
  );
});
server.listen(0, '127.0.0.1', () => tellParent(server.address().port));
