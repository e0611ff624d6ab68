// Pure readings of a Jest JSON report (`jest --json`).
const { basename } = require('node:path');

/** Tests by outcome. A file that could not run at all holds no tests, so it counts as one failure itself. */
function totals(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Several runs read as one. */
function together(reports) {
  const sum = (name) => reports.reduce((total, report) => total + report[name], 0);
  const counts = ['numPassedTests', 'numFailedTests', 'numRuntimeErrorTestSuites', 'numPendingTests', 'numTodoTests'];
  return { ...Object.fromEntries(counts.map((name) => [name, sum(name)])), testResults: reports.flatMap(({ testResults }) => testResults) };
}

/** Names (with their describe blocks) that more than one test carries: a failure report must point at one test. */
function duplicateNames(report) {
  const files = new Map();
  for (const { name: file, assertionResults } of report.testResults)
    for (const { fullName } of assertionResults) files.set(fullName, [...(files.get(fullName) ?? []), basename(file)]);
  return [...files].filter(([, list]) => list.length > 1).map(([name, list]) => ({ name, files: list }));
}

module.exports = { duplicateNames, together, totals };
