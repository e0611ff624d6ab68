import rule from './no-default-export.cjs';
import { at, tester } from './rule-tester.cjs';

const file = at('libs/sla/src/calendar.ts');

tester.run('no-default-export', rule, {
  valid: [
    file.allows('a named export', `export class Calendar {}`),
    at('libs/pdf/src/untyped.d.ts').allows('what another package exports', `declare const draw: () => void; export default draw`),
  ],
  invalid: [
    file.forbids('a default export', `export default class Calendar {}`, 'named'),
    file.forbids('a default export by name', `class Calendar {} export { Calendar as default }`, 'named'),
    file.forbids('an export assignment', `class Calendar {} export = Calendar`, 'named'),
  ],
});
