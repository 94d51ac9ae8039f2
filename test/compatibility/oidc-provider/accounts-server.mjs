import { randomBytes } from 'node:crypto';
import Provider from 'oidc-provider';

// An OAuth server that nobody here wrote, at LiveChat's addresses. What LiveChat has and OAuth has not is in `livechatExtras`.
const { PORT, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, ORGANIZATION_ID, SCOPE } = process.env;

const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  clients: [
    {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uris: [REDIRECT_URI],
      application_type: 'native', // allows http on a loopback address
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  routes: { authorization: '/', token: '/v2/token' },
  pkce: { required: () => true },
  scopes: [SCOPE],
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  ttl: { AccessToken: 3_600, RefreshToken: 86_400 },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  features: { devInteractions: { enabled: true } },
});

/** What was asked of the token endpoint and what it answered: the test's view of this side. */
const tokenCalls = [];

const routes = {
  'GET /v2/info': showToken,
  'DELETE /v2/token': revokePair,
  'POST /v3.6/agent/action/list_chats': answerAsApi,
  'GET /_token-calls': (ctx) => {
    ctx.body = tokenCalls;
  },
};

async function livechatExtras(ctx, next) {
  const route = routes[`${ctx.method} ${ctx.path}`];
  if (route) return route(ctx);
  await next();
  if (ctx.path !== '/v2/token') return;
  if (ctx.status === 200) {
    ctx.body = {
      ...ctx.body,
      account_id: ctx.oidc.entities.Account.accountId,
      organization_id: ORGANIZATION_ID,
    };
  }
  tokenCalls.push({ status: ctx.status, asked: { ...ctx.oidc.params }, answered: ctx.body });
}

async function accessTokenOf(ctx) {
  const token = await provider.AccessToken.find(bearerOf(ctx));
  return token?.isValid ? token : undefined;
}

function bearerOf(ctx) {
  return ctx.get('authorization').replace(/^Bearer /, '');
}

async function showToken(ctx) {
  const token = await accessTokenOf(ctx);
  if (!token) return answer(ctx, 422, { error: 'invalid_request' });
  return answer(ctx, 200, {
    access_token: bearerOf(ctx),
    account_id: token.accountId,
    client_id: token.clientId,
    expires_in: token.remainingTTL,
    organization_id: ORGANIZATION_ID,
    scope: token.scope,
    token_type: 'Bearer',
  });
}

async function revokePair(ctx) {
  const token =
    (await provider.RefreshToken.find(bearerOf(ctx))) ?? (await provider.AccessToken.find(bearerOf(ctx)));
  if (!token) return answer(ctx, 404, { error: 'resource_not_found' });
  await provider.AccessToken.revokeByGrantId(token.grantId);
  await provider.RefreshToken.revokeByGrantId(token.grantId);
  return answer(ctx, 200, {});
}

async function answerAsApi(ctx) {
  const token = await accessTokenOf(ctx);
  if (token) return answer(ctx, 200, { chats_summary: [], found_chats: 0 });
  return answer(ctx, 401, { error: { type: 'authentication', message: 'Authentication error' } });
}

function answer(ctx, status, body) {
  ctx.status = status;
  ctx.body = body;
}

provider.use(livechatExtras);
process.on('disconnect', () => process.exit());
provider.listen(Number(PORT), '127.0.0.1', () => process.send('ready'));
