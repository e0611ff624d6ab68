'use strict';
// Runs the front from TypeScript, so that tests try the sources and never a stale build.
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

process.env.UV_THREADPOOL_SIZE ??= '12';
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename, sourceMaps: 'inline', module: { type: 'commonjs' }, jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  module._compile(code, filename);
};

const { runLakeFront } = require('../src/front/main.ts');
runLakeFront(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`lake-front: ${error instanceof Error ? error.message : 'failed without a message'}\n`);
  setImmediate(() => process.exit(1));
});
