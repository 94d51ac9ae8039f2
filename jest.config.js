/** ESM through swc: fast, but it does not check types, so `npm run types` runs beside it. */
const typescript = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/sandbox', '<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

/** What needs a PostgreSQL server, and nothing but that. */
const onlyPostgres = [
  '<rootDir>/src/foundation/database/postgres/',
  '<rootDir>/test/postgres/',
  '<rootDir>/test/replicas/',
];
/** What is about SQLite's file, or asks nothing of a database. */
const onlySqlite = [
  '<rootDir>/sandbox/',
  '<rootDir>/test/architecture/',
  '<rootDir>/test/memory.e2e-spec.ts',
  '<rootDir>/test/security/advisories/',
  '<rootDir>/test/sqlite/',
];

/** Everything on SQLite; what looks from outside, and the contracts of the stores, on PostgreSQL too. */
export default {
  projects: [
    {
      ...typescript,
      displayName: 'sqlite',
      testMatch: ['**/*.spec.ts', '**/*.e2e-spec.ts'],
      testPathIgnorePatterns: onlyPostgres,
    },
    {
      ...typescript,
      displayName: 'postgres',
      globals: { testedEngine: 'postgres' },
      globalSetup: '<rootDir>/test/support/postgres/set-up.mjs',
      globalTeardown: '<rootDir>/test/support/postgres/tear-down.mjs',
      testMatch: ['**/*.e2e-spec.ts', '**/typeorm-*.spec.ts', '**/database/postgres/**/*.spec.ts'],
      testPathIgnorePatterns: onlySqlite,
    },
  ],
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB', // modules of finished suites stay in a worker's memory: past this it starts anew
  testTimeout: 90_000, // a test that hangs ends; a busy machine has time
};
