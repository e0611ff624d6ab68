import rule from './pure-domain.cjs';
import { at, tester } from './rule-tester.cjs';

const sla = at('libs/sla/src/zone.ts');
const db = at('libs/db/src/system-db.ts');

tester.run('pure-domain', rule, {
  valid: [
    sla.allows('time that arrives as an argument', `export const due = (now: Date) => new Date(now.getTime() + 1)`),
    sla.allows('computation that Node ships', `import { createHash } from 'node:crypto'`),
    db.allows('a clock outside the domain', `const now = Date.now()`),
  ],
  invalid: [
    sla.forbids('the clock', `const a = Date.now(), b = new Date(), c = performance.now()`, 'clock', 'clock', 'clock'),
    sla.forbids('the clock of Temporal', `const now = Temporal.Now.instant()`, 'clock'),
    sla.forbids('chance', `const x = Math.random()`, 'clock'),
    sla.forbids('files', `import { readFileSync } from 'node:fs'`, 'io'),
    sla.forbids('the network, by its old name', `const http = require('http')`, 'io'),
  ],
});
