#!/usr/bin/env node
'use strict';
// Queries run on libuv's threads; five connections and the file work of inserts need more than its default of four.
process.env.UV_THREADPOOL_SIZE ??= '12';
const { runLakeFront } = require('../dist/front/main.js');

runLakeFront(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`lake-front: ${error instanceof Error ? error.message : 'failed without a message'}\n`);
  process.exitCode = 1;
  setImmediate(() => process.exit(1));
});
