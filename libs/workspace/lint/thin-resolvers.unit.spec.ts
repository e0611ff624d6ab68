import { at, tester } from './rule-tester.cjs';
import rule from './thin-resolvers.cjs';

const file = at('services/gateway/src/modules/case/case.resolver.ts');

tester.run('thin-resolvers', rule, {
  valid: [file.allows('one line of delegation', `const close = (ctx, input) => cases.close(ctx, input)`)],
  invalid: [
    file.forbids('a try block', `try { cases.close() } catch { }`, 'caught'),
    file.forbids('a rejection handled in passing', `cases.close().catch(() => null)`, 'caught'),
  ],
});
