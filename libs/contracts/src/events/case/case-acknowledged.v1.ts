import { z } from 'zod';
import { defineEvent, instant } from '../../event-type';
import { caseFacts } from './case-facts';

export const CaseAcknowledgedV1 = defineEvent({
  type: 'yagura.case.acknowledged.v1', topic: 'case.lifecycle', owner: 'cases',
  about: 'An analyst took the case for the first time.',
  data: caseFacts.extend({ at: instant, by: z.uuid() }),
  key: (data) => data.caseId,
});
