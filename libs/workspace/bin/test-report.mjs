#!/usr/bin/env node
// Reads a Jest JSON report: `totals FILE` prints "passed failed skipped"; `names FILE` exits 1 when two tests share a name.
import { readFileSync } from 'node:fs';
import { duplicateNames, totals } from './report.cjs';

const [verb, file] = process.argv.slice(2);
const verbs = {
  totals: (report) => {
    const { passed, failed, skipped } = totals(report);
    console.log(passed, failed, skipped);
  },
  names: (report) => {
    const shared = duplicateNames(report);
    for (const { name, files } of shared) console.error(`"${name}" is the name of ${files.length} tests: ${files.join(', ')}`);
    if (shared.length > 0) process.exit(1);
  },
};
if (!file || !Object.hasOwn(verbs, verb)) {
  console.error('usage: test-report.mjs totals|names REPORT.json');
  process.exit(2);
}
try {
  verbs[verb](JSON.parse(readFileSync(file, 'utf8')));
} catch (error) {
  console.error(`cannot read the test report: ${error.message}`);
  process.exit(1);
}
