import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

import { HttpConfig, product } from '../../foundation/index.js';
import type { DescribedRoutes, Method } from './described-routes.js';
import { docsRoutes } from './docs-routes.js';
import { withErrorBodies } from './error-answers.js';
import { errorSchemas } from './error-schemas.js';
import { gatewayRoutes } from './gateway-routes.js';

const ABOUT = [
  'Sign in with LiveChat once; from then on call the LiveChat API through `/livechat/*`, with a token that renews itself and that you never see.',
  'Errors are `application/problem+json`, under `/livechat` in LiveChat’s own shape, and a page for browsers. Every answer carries `x-request-id`.',
].join('\n\n');

/** The order of the reference; controllers name themselves after these. */
const TAGS = [
  ['Signing in', 'For browsers: how an agent connects LiveChat.'],
  ['Session', 'Who is connected, and how that ends.'],
  ['LiveChat', 'LiveChat’s API behind this server.'],
  ['Start page', 'For people.'],
  ['Health', 'For load balancers and orchestrators.'],
  ['Metrics', 'For Prometheus.'],
  ['API reference', 'What you are reading.'],
] as const;

/** Our routes as an OpenAPI document: what the controllers say of themselves, the gateway, and the shapes of errors. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const scanned = SwaggerModule.createDocument(app, introduction(app.get(HttpConfig, { strict: false })));
  const controllers = Object.entries(scanned.paths).filter(([path]) => !/^\/livechat(?:\/|$)/.test(path));
  const paths = { ...Object.fromEntries(controllers), ...pathsOf(gatewayRoutes), ...pathsOf(docsRoutes) };
  const schemas = { ...scanned.components?.schemas, ...errorSchemas };
  return { ...scanned, paths: withErrorBodies(paths), components: { ...scanned.components, schemas } };
}

function introduction({ isSecure }: HttpConfig): Omit<OpenAPIObject, 'paths'> {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(product.name)
    .setVersion(product.version)
    .setDescription(ABOUT)
    .addServer('/', 'This server')
    .addCookieAuth(isSecure ? '__Host-livechat_session' : 'livechat_session', {
      type: 'apiKey',
      in: 'cookie',
      description: 'The browser’s session: sign in on the start page, and the browser sends it by itself.',
    })
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'lcab_<id>_<secret>',
      description: 'An API key: `npx livechat-app keys create --role caller`.',
    });
  for (const [name, description] of TAGS) builder.addTag(name, description);
  return builder.build();
}

function pathsOf(routes: DescribedRoutes): OpenAPIObject['paths'] {
  const paths: OpenAPIObject['paths'] = {};
  for (const [route, operation] of Object.entries(routes)) {
    const [method, path] = route.split(' ') as [Method, string];
    paths[path] = { ...paths[path], [method]: operation };
  }
  return paths;
}
