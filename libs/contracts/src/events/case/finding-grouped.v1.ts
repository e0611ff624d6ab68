import { z } from 'zod';
import { defineEvent, instant } from '../../event-type';
import { caseFacts } from './case-facts';

export const FindingGroupedV1 = defineEvent({
  type: 'yagura.case.finding_grouped.v1', topic: 'case.lifecycle', owner: 'cases',
  about: 'A further finding joined an open case by its group key.',
  data: caseFacts.extend({ at: instant, findingId: z.uuid(), groupKey: z.string() }),
  key: (data) => data.caseId,
});
