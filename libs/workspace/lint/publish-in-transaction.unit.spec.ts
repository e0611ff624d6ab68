import rule from './publish-in-transaction.cjs';
import { at, tester } from './rule-tester.cjs';

const file = at('services/cases/src/case/case.service.ts');

tester.run('publish-in-transaction', rule, {
  valid: [
    file.allows('publishing with the transaction', `await this.events.publish(tx, CaseOpenedV1, data)`),
    file.allows('a method of another name', `await reports.publishDraft(ctx)`),
  ],
  invalid: [
    file.forbids('publishing with the context', `await this.events.publish(ctx, CaseOpenedV1, data)`, 'outside'),
    file.forbids('publishing with nothing', `publish()`, 'outside'),
    file.forbids('publishing the event first', `await events.publish(CaseOpenedV1, data)`, 'outside'),
  ],
});
