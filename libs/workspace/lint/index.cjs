// The repository's own lint rules, one file each; house style section 11 is the list they answer.
const NAMES = [
  'context-first', 'driver-home', 'egress-only', 'file-suffix', 'golden-sample', 'guarded-handlers', 'honest-tests', 'no-built-pattern', 'no-built-query',
  'no-default-export', 'no-request-scope', 'own-errors', 'publish-in-transaction', 'pure-domain', 'thin-resolvers',
];

module.exports = { rules: Object.fromEntries(NAMES.map((name) => [name, require(`./${name}.cjs`)])) };
