import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import rule from './golden-sample.cjs';
import { at, tester } from './rule-tester.cjs';

const folder = mkdtempSync(join(tmpdir(), 'golden-'));
const options = [relative(process.cwd(), folder)];
mkdirSync(join(folder, 'yagura.case.opened.v1'));
writeFileSync(join(folder, 'yagura.case.opened.v1', 'first.json'), '{}');
mkdirSync(join(folder, 'yagura.case.closed.v1'));
afterAll(() => rmSync(folder, { recursive: true }));

const opened = at('libs/contracts/src/events/case/case-opened.v1.ts');
const closed = at('libs/contracts/src/events/case/case-closed.v1.ts');

tester.run('golden-sample', rule, {
  valid: [{ ...opened.allows('an event with a sample', `export const E = define({ type: 'yagura.case.opened.v1' })`), options }],
  invalid: [
    { ...closed.forbids('an event whose folder is empty', `export const E = define({ type: 'yagura.case.closed.v1' })`, 'golden'), options },
    { ...closed.forbids('an event without a folder', `export const E = define({ type: 'yagura.case.merged.v1' })`, 'golden'), options },
    { ...opened.forbids('a version that differs from the file name', `export const E = define({ type: 'yagura.case.opened.v2' })`, 'version', 'golden'), options },
    { ...opened.forbids('a contract without a type', `export const E = define({})`, 'untyped'), options },
  ],
});
