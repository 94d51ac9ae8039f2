import type { OpenAPIObject } from '@nestjs/swagger';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type Method = 'get' | 'put' | 'post' | 'delete' | 'head' | 'patch';

/** What the document says of each route: `get /auth/session` → its operation. */
export type DescribedRoutes = Readonly<Record<`${Method} /${string}`, Operation>>;

type Answer = Operation['responses'][string];

/** Who may call, by the names that the document gives the ways to prove it. */
export const byAnyone: Operation['security'] = [];
export const bySession: Operation['security'] = [{ session: [] }];
export const bySessionOrKey: Operation['security'] = [{ session: [] }, { apiKey: [] }];

export function json(description: string, schema: object): Answer {
  return { description, content: { 'application/json': { schema } } };
}

export function page(description: string): Answer {
  return { description, content: { 'text/html': { schema: { type: 'string' } } } };
}

export function redirect(description: string): Answer {
  return { description, headers: { Location: { schema: { type: 'string' } } } };
}

/** An error of ours outside `/livechat`: problem details for programs, a page for browsers. */
export function problem(description: string): Answer {
  return {
    description,
    content: {
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      'text/html': { schema: { type: 'string' } },
    },
  };
}

/** An error under `/livechat`, in LiveChat's shape. */
export function liveChatError(description: string): Answer {
  return {
    description,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/LiveChatError' } } },
  };
}
