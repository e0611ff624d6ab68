import rule from './no-request-scope.cjs';
import { at, tester } from './rule-tester.cjs';

const file = at('services/cases/src/case/case.module.ts');

tester.run('no-request-scope', rule, {
  valid: [file.allows('a singleton', `@Injectable() class CaseService {}`)],
  invalid: [
    file.forbids('request scope', `@Injectable({ scope: Scope.REQUEST }) class S {}`, 'scope'),
    file.forbids('transient scope', `@Injectable({ scope: Scope.TRANSIENT }) class S {}`, 'scope'),
    file.forbids('the injected request', `import { REQUEST } from '@nestjs/core'`, 'scope'),
  ],
});
