// One Jest project for the whole workspace: TypeScript is stripped by SWC, workspace packages resolve to their sources.
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/prisma'],
  testMatch: ['**/*.spec.ts'],
  // What needs a server of its own runs with `npm run test:servers`.
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.server\\.spec\\.ts$'],
  modulePathIgnorePatterns: ['/dist/'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@yagura/source', 'node', 'node-addons'] },
  transform: {
    '^.+\\.ts$': ['@swc/jest', {
      sourceMaps: 'inline',
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
      module: { type: 'commonjs' },
    }],
  },
  // What is loaded while a program runs names the built file; its source has another ending.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: '<rootDir>/libs/testing/jest/global-setup.cjs',
  globalTeardown: '<rootDir>/libs/testing/jest/global-teardown.cjs',
  // No test asserts a time; this only ends one that hangs, also on a machine with much else to do.
  testTimeout: 180_000,
  // One worker per core of the smallest machine that is supported; e2e suites wait more than they compute.
  maxWorkers: 2,
  forceExit: true,
};
