import type { OpenAPIObject } from '@nestjs/swagger';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

export const METHODS = ['get', 'put', 'post', 'delete', 'head', 'patch'] as const;
export type Method = (typeof METHODS)[number];

/** Routes described here rather than at a controller: `get /docs` → its operation. */
export type DescribedRoutes = Readonly<Record<`${Method} /${string}`, Operation>>;
