import rule from './honest-tests.cjs';
import { at, tester } from './rule-tester.cjs';

const file = at('libs/sla/src/zone.unit.spec.ts');

tester.run('honest-tests', rule, {
  valid: [
    file.allows('a test', `it('a case closes', () => {})`),
    file.allows('a table of tests', `it.each([])('x', () => {})`),
    file.allows('a skip on a stated condition', `const withData = existsSync(data) ? describe : describe.skip`),
    file.allows('a skip in the other branch of a condition', `if (data) describe('x', run); else describe.skip('x: no shared data here', run)`),
  ],
  invalid: [
    file.forbids('a focused test', `it.only('x', () => {})`, 'focused'),
    file.forbids('a focused block', `describe.only('x', () => {}); fdescribe('y', () => {})`, 'focused', 'focused'),
    file.forbids('a skip without a condition', `describe.skip('x', () => {}); xit('y', () => {})`, 'silent', 'silent'),
    file.forbids('a test that is only planned', `it.todo('x')`, 'silent'),
  ],
});
