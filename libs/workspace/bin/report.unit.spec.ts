import { duplicateNames, together, totals } from './report.cjs';

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

  it('counts several runs together, and finds a name that two of them share', () => {
    const run = (name: string, failed: number) => ({
      numPassedTests: 5, numFailedTests: failed, numRuntimeErrorTestSuites: 0, numPendingTests: 3, numTodoTests: 0, testResults: [{ name, assertionResults: [{ fullName: 'a case closes' }] }],
    });

    const both = together([run('/repo/libs/a/a.unit.spec.ts', 0), run('/repo/libs/b/b.server.spec.ts', 2)]);

    expect(totals(both)).toEqual({ passed: 10, failed: 2, skipped: 6 });
    expect(duplicateNames(both)).toEqual([{ name: 'a case closes', files: ['a.unit.spec.ts', 'b.server.spec.ts'] }]);
  });
});
