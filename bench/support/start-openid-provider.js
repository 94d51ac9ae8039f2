import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { URLSearchParams } from 'node:url';

const TOKENS_LAST_S = 28_800;

/** The least OpenID provider there can be: everybody who comes is the one agent, and gets the one access token. */
export async function startOpenIdProvider({ client, accessToken }) {
  const nonces = new Map();
  const server = createServer((request, response) => {
    const issuer = issuerOf(server);
    const { pathname, searchParams } = new URL(request.url, issuer);
    if (pathname.startsWith('/.well-known/')) {
      sendJson(response, metadataOf(issuer));
      return;
    }
    if (pathname === '/authorize') {
      const code = String(nonces.size);
      nonces.set(code, searchParams.get('nonce'));
      const answer = new URLSearchParams({ code, state: searchParams.get('state') });
      response.writeHead(302, { location: `${searchParams.get('redirect_uri')}?${answer}` }).end();
      return;
    }
    let form = '';
    request.setEncoding('utf8').on('data', (chunk) => (form += chunk));
    request.on('end', () => {
      const nonce = nonces.get(new URLSearchParams(form).get('code'));
      sendJson(response, tokensFor({ client, accessToken, issuer, nonce }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: issuerOf(server),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function issuerOf(server) {
  return `http://127.0.0.1:${server.address().port}`;
}

function sendJson(response, value) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function metadataOf(issuer) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: ['HS256'],
  };
}

function tokensFor({ client, accessToken, issuer, nonce }) {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: issuer, aud: client.id, sub: 'agent', nonce, iat: now, exp: now + TOKENS_LAST_S };
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: TOKENS_LAST_S,
    id_token: signed(claims, client.secret),
  };
}

/** A JWT, RFC 7519, by HMAC with SHA-256. */
function signed(claims, secret) {
  const [head, body] = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url');
  return `${head}.${body}.${signature}`;
}
