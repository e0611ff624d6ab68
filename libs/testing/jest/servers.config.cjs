// Specs that start a real broker, identity provider or object store: `npm run test:servers`. They need Java, Python or Maven beside Node, and skip by
// name where these are missing.
const { join } = require('node:path');
const root = join(__dirname, '..', '..', '..');
const base = require(join(root, 'jest.config.cjs'));

module.exports = {
  ...base,
  testMatch: ['**/*.server.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // One server at a time: the smallest machine has two cores, and a broker and its clients want both.
  maxWorkers: 1,
};
