import { defineEvent, instant } from '../../event-type';
import { caseFacts } from './case-facts';
import { verdict } from '../../vocabulary';
export const CaseClosedV1 = defineEvent({
  type: 'yagura.case.closed.v1', topic: 'case.lifecycle', owner: 'cases',
  about: 'A case was closed and is read-only from now on.',
  data: caseFacts.extend({ at: instant, verdict }),
  key: (data) => data.caseId,
});
