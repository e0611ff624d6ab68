import { z } from 'zod';
import { defineEvent, instant } from '../../event-type';
import { caseFacts } from './case-facts';
import { visibility } from '../../vocabulary';

export const CaseCommentedV1 = defineEvent({
  type: 'yagura.case.commented.v1', topic: 'case.lifecycle', owner: 'cases',
  about: 'Somebody commented on a case; the words themselves stay with the case.',
  data: caseFacts.extend({ at: instant, commentId: z.uuid(), by: z.uuid(), visibility }),
  key: (data) => data.caseId,
});
