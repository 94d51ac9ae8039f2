import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

import { HttpConfig } from '../../foundation/index.js';
import { product } from '../../operator/index.js';
import type { DescribedRoutes, Method, Operation } from './described-route.js';
import { errorSchemas } from './error-schemas.js';
import { gatewayRoutes } from './routes/gateway-routes.js';
import { healthRoutes } from './routes/health-routes.js';
import { pageRoutes } from './routes/page-routes.js';
import { sessionRoutes } from './routes/session-routes.js';
import { signInRoutes } from './routes/sign-in-routes.js';

const describedRoutes: DescribedRoutes = {
  ...signInRoutes,
  ...sessionRoutes,
  ...gatewayRoutes,
  ...pageRoutes,
  ...healthRoutes,
};

/** Our routes as an OpenAPI document. A controller's route that nobody has described is in it too, bare. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const scanned = SwaggerModule.createDocument(app, introduction(app.get(HttpConfig, { strict: false })));
  return { ...scanned, paths: mergedPaths(scanned.paths) };
}

function introduction({ isSecure }: HttpConfig): Omit<OpenAPIObject, 'paths'> {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(product.name)
    .setVersion(product.version)
    .setDescription(ABOUT)
    .addServer('/', 'This server')
    .addSecurity('session', {
      type: 'apiKey',
      in: 'cookie',
      name: isSecure ? '__Host-livechat_session' : 'livechat_session',
      description:
        'The browser’s session. Sign in on the start page; the browser sends the cookie by itself.',
    })
    .addSecurity('apiKey', {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'lcab_<id>_<secret>',
      description: 'An API key, made with `npx livechat-app keys create --role caller`.',
    });
  for (const [name, description] of TAGS) config.addTag(name, description);
  const built = config.build();
  return { ...built, components: { ...built.components, schemas: errorSchemas } };
}

/** Described routes first, in our order; the gateway's wildcard is replaced by its description. */
function mergedPaths(scanned: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  const paths: OpenAPIObject['paths'] = {};
  for (const [route, operation] of Object.entries(describedRoutes)) {
    const [method, path] = route.split(' ') as [Method, string];
    paths[path] = { ...paths[path], [method]: withId(method, path, operation) };
  }
  for (const [path, item] of Object.entries(scanned)) {
    if (!path.startsWith('/livechat/')) paths[path] = { ...item, ...paths[path] };
  }
  return paths;
}

function withId(method: Method, path: string, operation: Operation): Operation {
  const words = path.split(/[^A-Za-z]+/).filter(Boolean);
  return { operationId: [method, ...(words.length > 0 ? words : ['start'])].join('_'), ...operation };
}

const ABOUT = [
  'Sign in with LiveChat once; call the LiveChat API through `/livechat/*` from then on, with a token that renews itself and that you never see.',
  'Programs get errors as `application/problem+json`, under `/livechat` in LiveChat’s own shape; every answer carries `x-request-id`.',
].join('\n\n');

const TAGS = [
  ['Signing in', 'For browsers: how an agent connects LiveChat.'],
  ['Sessions', 'Who is connected, and how that ends.'],
  ['Calling LiveChat', 'The gateway: LiveChat’s API behind this server.'],
  ['Pages', 'For people.'],
  ['Health', 'For load balancers and orchestrators.'],
] as const;
