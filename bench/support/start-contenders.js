import { AGENTS, startSandbox } from '../../dist/sandbox/index.js';
import { isApacheInstalled, startApache } from './start-apache.js';
import { isNginxInstalled, startNginx } from './start-nginx.js';
import { startOurs } from './start-ours.js';
import { startServer } from './start-server.js';

const OURS = '/livechat';
const LIVECHATS = '/v3.6';

/**
 * Starts everything that listens during the benchmark, each in a process of its own.
 *
 * Only the sandbox, which issues the tokens and has nothing to do while requests are counted, lives in this one.
 */
export async function startContenders(open) {
  const sandbox = await open(startSandbox({ clients: [{ id: 'bench', secrets: ['bench-secret'] }] }));
  const upstream = await open(startServer('upstream.js', { env: { ACCOUNTS_URL: sandbox.url } }));
  const { accessToken } = sandbox.tokens.issueFor({ client: 'bench', agent: AGENTS.alice });
  const env = { API_URL: upstream.url, ACCESS_TOKEN: accessToken };
  const tutorial = await open(startServer('tutorial.js', { env }));
  const bareProxy = await open(startServer('bare-proxy.js', { env }));
  const middleware = await open(startServer('proxy-middleware.js', { env }));
  const least = await open(startServer('least.js', { env }));
  const ours = await open(startOurs({ sandbox, apiUrl: upstream.url }));
  const quiet = await open(startOurs({ sandbox, apiUrl: upstream.url, logLevel: 'warn' }));
  return [
    contender('nothing between', {
      server: upstream,
      prefix: LIVECHATS,
      headers: { authorization: `Bearer ${accessToken}` },
      role: 'ceiling',
    }),
    contender('tutorial: Express + axios', { server: tutorial, role: 'tutorial' }),
    contender('bare `@fastify/http-proxy`', { server: bareProxy, role: 'bareProxy' }),
    contender('`http-proxy-middleware`', { server: middleware, role: 'middleware' }),
    ...(isNginxInstalled() ? [await nginx(open, { apiUrl: upstream.url, accessToken })] : []),
    ...(isApacheInstalled() ? [await apache(open, { apiUrl: upstream.url, accessToken })] : []),
    contender('least: node:http + undici', { server: least, role: 'least' }),
    contender('**ours, session cookie**', { server: ours, headers: ours.sessionHeaders, role: 'ours' }),
    contender('**ours, API key**', { server: ours, headers: ours.keyHeaders, role: 'ours' }),
    contender('**ours, session cookie, no line per request**', {
      server: quiet,
      headers: quiet.sessionHeaders,
      role: 'ours',
    }),
  ];
}

async function nginx(open, about) {
  return contender('nginx `proxy_pass`', { server: await open(startNginx(about)), role: 'nginx' });
}

async function apache(open, about) {
  const server = await open(startApache(about));
  return contender('Apache mod_auth_openidc', { server, headers: server.sessionHeaders, role: 'apache' });
}

function contender(name, { server, role, prefix = OURS, headers = {} }) {
  const { url, cpuMicroseconds, residentBytes } = server;
  return { name, role, url: `${url}${prefix}`, headers, cpuMicroseconds, residentBytes };
}
