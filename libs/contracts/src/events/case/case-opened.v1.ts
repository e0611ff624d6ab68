import { z } from 'zod';
import { defineEvent, instant } from '../../event-type';
import { caseFacts } from './case-facts';

export const CaseOpenedV1 = defineEvent({
  type: 'yagura.case.opened.v1', topic: 'case.lifecycle', owner: 'cases',
  about: 'A case was opened from its first finding.',
  data: caseFacts.extend({ at: instant, groupKey: z.string(), findingIds: z.array(z.uuid()), firstFindingAt: instant }),
  key: (data) => data.caseId,
});
