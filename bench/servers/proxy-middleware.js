import express from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { Agent } from 'node:http';

import { tellParent } from './tell-parent.js';

// As its own documentation has it, with connections kept open.
const app = express();
app.use(
  '/livechat',
  createProxyMiddleware({
    target: `${process.env.API_URL}/v3.6`,
    agent: new Agent({ keepAlive: true }),
    headers: { authorization: `Bearer ${process.env.ACCESS_TOKEN}` },
  }),
);
const server = app.listen(0, '127.0.0.1', () => tellParent(server.address().port));
