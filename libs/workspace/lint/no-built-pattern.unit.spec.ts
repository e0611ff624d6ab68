import rule from './no-built-pattern.cjs';
import { at, tester } from './rule-tester.cjs';

const file = at('libs/sigma/src/modifier.ts');

tester.run('no-built-pattern', rule, {
  valid: [
    file.allows('a pattern written out', `const p = /a+/; const q = new RegExp('a+', 'u'); const r = RegExp(\`a\`)`),
    file.allows('a pattern put together from constants of the file', 'const A = String.raw`[a-z]`; const B = /x/; const p = new RegExp(`^${A}(?:,${A})*${B.source}$`)'),
    file.allows('a pattern for re2js', `const p = RE2JS.compile(pattern)`),
  ],
  invalid: [
    file.forbids('a pattern from a variable', `const p = new RegExp(pattern)`, 'built'),
    file.forbids('a pattern from a variable without new', `const p = RegExp(pattern, 'i')`, 'built'),
    file.forbids('a pattern from a constant that holds an argument', 'function f(name) { const text = `^${name}`; return new RegExp(text) }', 'built'),
    file.forbids('a pattern put together', 'const p = new RegExp(`^${name}$`); const q = new RegExp("^" + name)', 'built', 'built'),
  ],
});
