import type { OpenAPIObject } from '@nestjs/swagger';

import { METHODS, type Operation } from './described-routes.js';

type Answers = Operation['responses'];

/** Gives every error answer that says nothing of its body the shape our errors have on that path. */
export function withErrorBodies(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const described = { ...item };
      for (const method of METHODS) {
        const operation = described[method];
        if (operation) described[method] = { ...operation, responses: completed(operation.responses, path) };
      }
      return [path, described];
    }),
  );
}

function completed(answers: Answers, path: string): Answers {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      const isBare = answer !== undefined && !('$ref' in answer) && !answer.content;
      return [status, Number(status) >= 400 && isBare ? { ...answer, content: errorBodyAt(path) } : answer];
    }),
  );
}

function errorBodyAt(path: string): Record<string, { schema: object }> {
  if (path.startsWith('/livechat')) {
    return { 'application/json': { schema: { $ref: '#/components/schemas/LiveChatError' } } };
  }
  return {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    'text/html': { schema: { type: 'string' } },
  };
}
