import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../../test/support/free-port.js';
import { isInstalled, startNative } from './native-server.js';

export function isNginxInstalled() {
  return isInstalled('nginx');
}

/** nginx with one worker, `proxy_pass`, a static header, connections kept open and no log: the limit. */
export async function startNginx({ apiUrl, accessToken }) {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-nginx-'));
  chmodSync(folder, 0o755); // the worker is nobody
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  writeFileSync(config, configuration({ folder, port, api: new URL(apiUrl).host, accessToken }));
  return startNative('nginx', ['-c', config, '-p', folder, '-e', 'stderr'], { port, folder });
}

function configuration({ folder, port, api, accessToken }) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join('\n  ');
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary}
  keepalive_requests 1000000;
  client_max_body_size 30m;
  upstream api { server ${api}; keepalive 256; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    location /livechat/ {
      proxy_pass http://api/v3.6/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Authorization "Bearer ${accessToken}";
    }
  }
}
`;
}
