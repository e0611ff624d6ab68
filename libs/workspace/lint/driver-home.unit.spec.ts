import rule from './driver-home.cjs';
import { at, tester } from './rule-tester.cjs';

const db = at('libs/db/src/tenant-pool.ts');
const lake = at('libs/lake/src/client.ts');
const config = at('libs/config/src/define-config.ts');
const cases = at('services/cases/src/case/case.repository.ts');

tester.run('driver-home', rule, {
  valid: [
    db.allows('pg in the database library', `import { Pool } from 'pg'`),
    db.allows('async-local storage in the database library', `import { AsyncLocalStorage } from 'node:async_hooks'`),
    lake.allows('the lake driver in the lake library', `import { createClient } from '@clickhouse/client'`),
    config.allows('the environment in the configuration library', `const port = process.env.PORT`),
    cases.allows('a package whose name only begins like a driver', `import x from 'pg-minify-like'`),
    at('services/detection/src/batch/batch.repository.ts').allows('the lake in detection', `import { Lake } from '@yagura/lake'`),
    at('services/cases/src/case/case.unit.spec.ts').allows('test servers in a spec', `import { servers } from '@yagura/testing'`),
    at('services/portal/journeys/browser.ts').allows('test servers in what the portal’s journeys share', `import { servers } from '@yagura/testing'`),
    at('libs/sla/src/zone.unit.spec.ts').allows('the environment handed on by a spec', `run({ env: { ...process.env, TZ: 'UTC' } })`),
    cases.allows('our own libraries', `import { TenantTx } from '@yagura/db'`),
  ],
  invalid: [
    cases.forbids('pg in a service', `import { Pool } from 'pg'`, 'driver'),
    cases.forbids('the lake in a service that keeps no telemetry', `import { Lake } from '@yagura/lake'`, 'driver'),
    cases.forbids('test servers in a service', `import { servers } from '@yagura/testing'`, 'testing'),
    at('services/portal/src/site.ts').forbids('test servers in the portal itself', `import { servers } from '@yagura/testing'`, 'testing'),
    cases.forbids('a type of a driver', `import type { Pool } from 'pg'`, 'driver'),
    cases.forbids('a path inside a driver', `import x from '@prisma/client/runtime'`, 'driver'),
    cases.forbids('a driver that is re-exported', `export * from 'kafkajs'`, 'driver'),
    cases.forbids('a driver loaded at run time', `const load = () => import('oidc-provider')`, 'driver'),
    cases.forbids('a driver that is required', `const { Pool } = require('pg')`, 'driver'),
    cases.forbids('a driver type in an import expression', `let pool: import('pg').Pool`, 'driver'),
    lake.forbids('another library\'s driver', `import { Pool } from 'pg'`, 'driver'),
    cases.forbids('the environment in a service', `const port = process.env['PORT'] ?? process.env.PORT`, 'env', 'env'),
    cases.forbids('async-local storage in a service', `import { AsyncLocalStorage } from 'node:async_hooks'`, 'storage'),
  ],
});
