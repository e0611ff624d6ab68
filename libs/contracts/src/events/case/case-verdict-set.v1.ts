import { z } from 'zod';
import { defineEvent, instant } from '../../event-type';
import { caseFacts } from './case-facts';
import { verdict } from '../../vocabulary';
export const CaseVerdictSetV1 = defineEvent({
  type: 'yagura.case.verdict_set.v1', topic: 'case.lifecycle', owner: 'cases',
  about: 'A verdict was given with its reason.',
  data: caseFacts.extend({ at: instant, verdict, findingIds: z.array(z.uuid()) }),
  key: (data) => data.caseId,
});
