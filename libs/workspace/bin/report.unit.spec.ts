import { duplicateNames, totals } from './report.cjs';

describe('the test report', () => {
  it('counts a file that could not run as one failure, and a planned test as skipped', () => {
    const report = { numPassedTests: 5, numFailedTests: 1, numRuntimeErrorTestSuites: 2, numPendingTests: 3, numTodoTests: 1 };

    expect(totals(report)).toEqual({ passed: 5, failed: 3, skipped: 4 });
  });

  it('names two tests of one name in two files', () => {
    const test = (fullName: string) => ({ fullName });
    const report = {
      testResults: [
        { name: '/repo/libs/a/a.unit.spec.ts', assertionResults: [test('a case closes'), test('a case opens')] },
        { name: '/repo/libs/b/b.unit.spec.ts', assertionResults: [test('a case closes')] },
      ],
    };

    expect(duplicateNames(report)).toEqual([{ name: 'a case closes', files: ['a.unit.spec.ts', 'b.unit.spec.ts'] }]);
  });
});
