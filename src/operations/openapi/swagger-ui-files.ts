import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The files of Swagger UI that the reference needs, and what they are. */
export const SWAGGER_UI_FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const read = new Map<string, Buffer>();

/** A file of Swagger UI, read once. It comes with `@nestjs/swagger`, so it is looked for from there. */
export function swaggerUiFile(name: string): Buffer {
  const file = read.get(name) ?? readFileSync(join(swaggerUiFolder(), name));
  read.set(name, file);
  return file;
}

function swaggerUiFolder(): string {
  const nestSwagger = createRequire(import.meta.url).resolve('@nestjs/swagger');
  return dirname(createRequire(nestSwagger).resolve('swagger-ui-dist/package.json'));
}
