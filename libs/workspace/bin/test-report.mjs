#!/usr/bin/env node
// Reads Jest JSON reports: `totals FILE…` prints "passed failed skipped" of all; `names FILE…` exits 1 when two tests share a name.
import { readFileSync } from 'node:fs';
import { duplicateNames, together, totals } from './report.cjs';

const [verb, ...files] = process.argv.slice(2);
const verbs = {
  totals: (report) => {
    const { passed, failed, skipped } = totals(report);
    console.log(passed, failed, skipped);
  },
  names: (report) => {
    const shared = duplicateNames(report);
    for (const { name, files: holders } of shared) console.error(`"${name}" is the name of ${holders.length} tests: ${holders.join(', ')}`);
    if (shared.length > 0) process.exit(1);
  },
};
if (files.length === 0 || !Object.hasOwn(verbs, verb)) {
  console.error('usage: test-report.mjs totals|names REPORT.json…');
  process.exit(2);
}
try {
  verbs[verb](together(files.map((file) => JSON.parse(readFileSync(file, 'utf8')))));
} catch (error) {
  console.error(`cannot read the test report: ${error.message}`);
  process.exit(1);
}
