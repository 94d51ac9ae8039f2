import { expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';

import { startApp } from '../../../test/support/start-app.js';

it('has every route of the application, each with a summary and its answers', async () => {
  const running = await startApp();
  const document = (await running.call('/docs/openapi.json')).json() as OpenAPIObject;

  const served = routesIn(running.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false }));
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );

  expect(served).toEqual(
    expect.arrayContaining([
      'get /',
      'delete /auth/livechat',
      'get /auth/livechat/callback',
      'put /livechat/{path}',
      'get /health/ready',
    ]),
  );
  expect(served.filter((route) => !described.includes(route))).toEqual([]);
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item) as { summary?: string; responses: object }[]) {
      expect(operation.summary).toMatch(/\w/);
      expect(Object.keys(operation.responses)).not.toEqual([]);
    }
  }
});

/** What Fastify prints of its routes, as `get /path`. The files of the UI and the empty gateway path are no routes of ours. */
function routesIn(printed: string): string[] {
  const above: string[] = [];
  return printed.split('\n').flatMap((line) => {
    const found = /^([\s│]*)[└├]── (\S+)(?: \((.+)\))?$/.exec(line);
    if (!found) return [];
    const [, indent = '', segment = '', methods = ''] = found;
    const depth = indent.length / 4;
    above.splice(depth, Infinity, segment);
    const path = above
      .join('/')
      .replace(/\/+/g, '/')
      .replace('*', '{path}')
      .replace(/:(\w+)/g, '{$1}');
    if (path === '/livechat' || /^\/docs\/(?!openapi)/.test(path)) return [];
    return methods
      .split(', ')
      .filter((method) => method !== 'HEAD' && method !== '')
      .map((method) => `${method.toLowerCase()} ${path}`);
  });
}
