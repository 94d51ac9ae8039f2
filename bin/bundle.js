import { build } from 'esbuild';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

// What people start, each in a file with all that it needs: see docs/decisions/0013. What the build made before is left as it is.
const { outputFiles } = await build({
  entryPoints: {
    main: `${dist}/src/main.js`,
    cli: `${dist}/src/cli/main.js`,
    sandbox: `${dist}/sandbox/main.js`,
  },
  outdir: `${dist}/bundle`,
  bundle: true,
  splitting: true, // what several of them need is there once
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  external: ['better-sqlite3'], // finds its native part beside itself
  plugins: [
    { name: 'optional packages', setup: leaveWhatIsNotInstalled },
    { name: 'one TypeORM', setup: answerForTypeOrm },
  ],
  // Packages in CommonJS require Node's modules, which a bundle of ES modules does not give them by itself.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  logLevel: 'warning',
  write: false,
});
await mkdir(`${dist}/bundle`, { recursive: true });
for (const { path, text } of outputFiles) await writeFile(path, inAscii(text));

/** One character beyond Latin-1, be it in a comment, has V8 keep two bytes for each character of the file. */
function inAscii(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Nest and TypeORM try packages that nobody here has; whoever tries one at run time is told as before that it is not there. */
function leaveWhatIsNotInstalled(bundling) {
  bundling.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
    if (pluginData === leaveWhatIsNotInstalled) return undefined;
    const found = await bundling.resolve(path, { ...from, pluginData: leaveWhatIsNotInstalled });
    return found.errors.length === 0 ? found : { path, external: true };
  });
}

/** `@nestjs/typeorm` would load TypeORM a second time, file by file, only to see that version 1 no longer has these. */
function answerForTypeOrm(bundling) {
  bundling.onLoad({ filter: /@nestjs\/typeorm\/dist\/common\/typeorm-compat\.js$/ }, () => ({
    contents: 'export const Connection = undefined; export const AbstractRepository = undefined;',
  }));
}
