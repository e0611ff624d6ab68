#!/usr/bin/env -S node --min-semi-space-size=32 --max-semi-space-size=32
// A request of the API leaves about a megabyte behind. With twice the usual space for the young, half as many collections look at what is
// still in use, and little of it grows old by mistake (docs/benchmarks.md). The space can only be set before Node starts.
'use strict';
// The build stands beside this file; `npm ci` makes it.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// Read by libraries while they load: without it they check more, and answer strangers with stack traces.
process.env.NODE_ENV ??= 'production';

const built = join(__dirname, '..', 'dist', 'main.js');
if (!existsSync(built)) {
  process.stderr.write('Yagura is not built yet: run "npm ci" (or "npm run build") in its folder first.\n');
  process.exit(1);
}
require(built).main(process.argv.slice(2));
