// Specs that use a real broker, identity provider or object store: `npm run test:servers`. They need Java, Python or Maven beside Node. Where these are
// missing that command fails; a single file that is run with this configuration skips by name.
const { join } = require('node:path');
const root = join(__dirname, '..', '..', '..');
const base = require(join(root, 'jest.config.cjs'));

module.exports = {
  ...base,
  testMatch: ['**/*.server.spec.ts'],
  globalSetup: join(__dirname, 'servers-setup.cjs'),
  globalTeardown: join(__dirname, 'servers-teardown.cjs'),
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // The first use of a server on a machine fetches it, which takes minutes.
  testTimeout: 600_000,
  // These suites wait as much as they work: for sessions to end, for servers to come back. Two at a time fill the two cores of the smallest machine.
  maxWorkers: 2,
};
