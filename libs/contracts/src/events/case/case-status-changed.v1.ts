import { defineEvent, instant } from '../../event-type';
import { caseFacts } from './case-facts';
import { caseStatus, holdReason } from '../../vocabulary';
export const CaseStatusChangedV1 = defineEvent({
  type: 'yagura.case.status_changed.v1', topic: 'case.lifecycle', owner: 'cases',
  about: 'A case moved to another status, with the reason of a hold.',
  data: caseFacts.extend({ at: instant, from: caseStatus, holdReason: holdReason.nullable() }),
  key: (data) => data.caseId,
});
