import proxy from '@fastify/http-proxy';
import fastify from 'fastify';

import { tellParent } from './tell-parent.js';

const authorization = `Bearer ${process.env.ACCESS_TOKEN}`;

const app = fastify();
await app.register(proxy, {
  upstream: process.env.API_URL,
  prefix: '/livechat',
  rewritePrefix: '/v3.6',
  replyOptions: { rewriteRequestHeaders: (_request, headers) => ({ ...headers, authorization }) },
});
await app.listen({ host: '127.0.0.1', port: 0 });
tellParent(app.server.address().port);
