import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';

import { freePort } from '../../test/support/free-port.js';
import { isInstalled, startNative } from './native-server.js';
import { startOpenIdProvider } from './start-openid-provider.js';

const MODULES = '/usr/lib/apache2/modules';
const LOADED = [
  'mpm_event',
  'authn_core',
  'authz_core',
  'authz_user',
  'auth_openidc',
  'headers',
  'proxy',
  'proxy_http',
];
const CLIENT = { id: 'bench', secret: 'bench-secret-bench-secret-bench-secret' };

/** Debian's packages apache2 and libapache2-mod-auth-openidc. */
export function isApacheInstalled() {
  return isInstalled('apache2') && existsSync(`${MODULES}/mod_auth_openidc.so`);
}

/**
 * Apache with one worker and mod_auth_openidc, which keeps the access token in the session of whoever signed in, and
 * passes it on as the `Authorization` header. Connections kept open, no log. It is signed in when this resolves.
 */
export async function startApache({ apiUrl, accessToken }) {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-apache-'));
  const port = await freePort();
  const provider = await startOpenIdProvider({ client: CLIENT, accessToken });
  const config = join(folder, 'apache.conf');
  writeFileSync(config, configuration({ folder, port, api: new URL(apiUrl).host, issuer: provider.url }));
  const args = ['-d', folder, '-f', config, '-DFOREGROUND'];
  const server = await startNative('/usr/sbin/apache2', args, { port, folder });
  const cookie = await signIn(`${server.url}/livechat/agent/action/list_chats`);
  return {
    ...server,
    sessionHeaders: { cookie },
    close: async () => {
      await server.close();
      await provider.close();
    },
  };
}

function configuration({ folder, port, api, issuer }) {
  const modules = LOADED.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n');
  return `ServerName 127.0.0.1
Listen 127.0.0.1:${port}
DefaultRuntimeDir ${folder}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
LogLevel crit
${modules}
User www-data
Group www-data
ServerLimit 1
ThreadLimit 128
StartServers 1
ThreadsPerChild 128
MaxRequestWorkers 128
MinSpareThreads 1
MaxSpareThreads 128
KeepAlive On
MaxKeepAliveRequests 0
KeepAliveTimeout 60
OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCProviderTokenEndpointAuth client_secret_post
OIDCIDTokenSignedResponseAlg HS256
OIDCClientID ${CLIENT.id}
OIDCClientSecret ${CLIENT.secret}
OIDCRedirectURI http://127.0.0.1:${port}/callback
OIDCCryptoPassphrase ${CLIENT.secret}
OIDCSessionType server-cache
OIDCPassClaimsAs environment
<Location />
  AuthType openid-connect
  Require valid-user
  RequestHeader set Authorization "Bearer %{OIDC_access_token}e"
  RequestHeader unset Cookie
</Location>
ProxyPass /livechat/ http://${api}/v3.6/ keepalive=On
`;
}

/** Goes where a browser would be sent, until it is back; returns the session's cookie. */
async function signIn(url) {
  const start = await visit(url);
  const consent = await visit(start.location);
  const callback = await visit(consent.location, { cookie: start.cookie });
  return callback.cookie;
}

async function visit(url, headers = {}) {
  const answer = await request(url, { headers: { accept: 'text/html', ...headers } });
  await answer.body.dump();
  const cookies = [answer.headers['set-cookie'] ?? []].flat().map((line) => line.split(';', 1)[0]);
  if (answer.statusCode !== 302)
    throw new Error(`${url.split('?')[0]} answered ${answer.statusCode} instead of a redirect.`);
  const kept = cookies.filter((pair) => !pair.endsWith('='));
  return { location: answer.headers.location, cookie: kept.join('; ') };
}
