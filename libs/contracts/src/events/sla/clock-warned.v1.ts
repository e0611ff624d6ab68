import { z } from 'zod';
import { defineEvent, instant } from '../../event-type';
import { clockFacts } from './clock-facts';

export const ClockWarnedV1 = defineEvent({
  type: 'yagura.sla.clock_warned.v1', topic: 'sla.clock', owner: 'sla',
  about: 'A promise has used up a warned share of its target.',
  data: clockFacts.extend({ at: instant, warnPct: z.int() }),
  key: (data) => data.clockId,
});
