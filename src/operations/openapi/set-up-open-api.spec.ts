import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiCookieAuth, ApiResponse, type OpenAPIObject } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';

import { HttpConfig } from '../../foundation/index.js';
import { setUpOpenApi } from './set-up-open-api.js';

@Controller('tea')
class TeaController {
  @Get()
  @ApiCookieAuth()
  @ApiBearerAuth()
  @ApiResponse({ status: 401, description: 'Sign in first.' })
  @ApiResponse({ status: 418, description: 'A body of its own.', schema: { type: 'string' } })
  pour(): string {
    return 'tea';
  }
}

@Controller('livechat')
class WildcardController {
  @Post('*')
  forward(): string {
    return 'forwarded';
  }
}

let app: NestFastifyApplication;
let document: OpenAPIObject;

beforeAll(async () => {
  const testing = await Test.createTestingModule({
    controllers: [TeaController, WildcardController],
    providers: [{ provide: HttpConfig, useValue: { isSecure: true } }],
  }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  setUpOpenApi(app);
  await app.listen(0, '127.0.0.1');
  document = (await (await get('/docs/openapi.json')).json()) as OpenAPIObject;
});

afterAll(() => app.close());

async function get(path: string): Promise<Response> {
  return fetch((await app.getUrl()) + path);
}

describe('the OpenAPI document', () => {
  it('is titled and versioned as the package is', () => {
    expect(document.info).toMatchObject({
      title: 'livechat-app-backend',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  it('knows the two ways to prove who is calling, under the names that controllers use', () => {
    expect(document.components?.securitySchemes).toMatchObject({
      cookie: { type: 'apiKey', in: 'cookie', name: '__Host-livechat_session' },
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'lcab_<id>_<secret>' },
    });
    expect(document.paths['/tea']?.get?.security).toEqual(
      expect.arrayContaining([{ cookie: [] }, { bearer: [] }]),
    );
  });

  it('gives errors outside the gateway the shape of problem details, unless they have one', () => {
    const { 401: unauthorized, 418: teapot } = document.paths['/tea']?.get?.responses ?? {};

    expect(contentTypesOf(unauthorized)).toEqual(['application/problem+json', 'text/html']);
    expect(contentTypesOf(teapot)).toEqual(['application/json']);
    expect(document.components?.schemas).toHaveProperty('Problem');
  });

  it('gives errors of the gateway LiveChat’s shape', () => {
    const { responses } = document.paths['/livechat/agent/action/{action}']?.post ?? {};

    expect(JSON.stringify(responses?.['503'])).toContain('#/components/schemas/LiveChatError');
    expect(document.components?.schemas).toHaveProperty('LiveChatError');
  });

  it.each(['get', 'post', 'put', 'patch', 'delete', 'head'] as const)('has the gateway’s %s', (method) => {
    expect(document.paths['/livechat/{path}']?.[method]?.security).toEqual([{ cookie: [] }, { bearer: [] }]);
  });

  it('gives every operation an id of its own', () => {
    const ids = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map((operation) => (operation as { operationId?: string }).operationId),
    );

    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers to nothing that is not in it', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)];

    expect(references.length).toBeGreaterThan(0);
    expect(Object.keys(document.components?.schemas ?? {})).toEqual(
      expect.arrayContaining(references.map(([, name]) => name)),
    );
  });
});

describe('the reference at /docs', () => {
  it('loads nothing from elsewhere, and all it loads is there', async () => {
    const page = await (await get('/docs')).text();
    const assets = [...page.matchAll(/(?:src|href)=["']([^"']+)["']/g)].map((match) => match[1] ?? '');

    expect(assets.length).toBeGreaterThan(3);
    expect(assets.filter((asset) => !/^\/(?!\/)/.test(asset))).toEqual([]);
    const files = assets.filter((asset) => asset !== '/');
    const replies = await Promise.all(files.map(get));
    expect(replies.map(({ status }) => status)).toEqual(files.map(() => 200));
  });

  it('has nothing inline, because its policy allows nothing inline', async () => {
    expect(await (await get('/docs')).text()).not.toMatch(
      /<script>|<script [^>]*>[^<\s]|<style|\sstyle=|\son\w+=/,
    );
  });

  it('asks no validator on the Internet and keeps no key in the browser', async () => {
    const script = await (await get('/docs/reference.js')).text();

    expect(script).toMatch(/validatorUrl: null/);
    expect(script).toMatch(/persistAuthorization: false/);
  });

  it.each(['/docs', '/docs/', '/docs?x=1', '/docs/openapi.json', '/docs/swagger-ui-bundle.js'])(
    'sends its own policy with %s',
    async (path) => {
      const { headers, status } = await get(path);

      expect(status).toBe(200);
      expect(headers.get('content-security-policy')).toContain(
        "default-src 'none'; script-src 'self'; style-src 'self';",
      );
    },
  );

  it.each(['/tea', '/docsx'])('leaves the policy of %s alone', async (path) => {
    expect((await get(path)).headers.get('content-security-policy')).toBeNull();
  });
});

function contentTypesOf(answer: unknown): string[] {
  return Object.keys((answer as { content?: object }).content ?? {});
}
