import { defineEvent, instant } from '../../event-type';
import { caseFacts } from './case-facts';
import { severity } from '../../vocabulary';
export const CaseSeverityChangedV1 = defineEvent({
  type: 'yagura.case.severity_changed.v1', topic: 'case.lifecycle', owner: 'cases',
  about: 'The severity of a case rose or fell.',
  data: caseFacts.extend({ at: instant, from: severity }),
  key: (data) => data.caseId,
});
