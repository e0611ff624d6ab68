import { z } from 'zod';
import { defineEvent, instant } from '../../event-type';
import { clockFacts } from './clock-facts';

export const ClockBreachedV1 = defineEvent({
  type: 'yagura.sla.clock_breached.v1', topic: 'sla.clock', owner: 'sla',
  about: 'A promise was broken; `at` is the breach instant, however late it was noticed.',
  data: clockFacts.extend({ at: instant, noticedLate: z.boolean() }),
  key: (data) => data.clockId,
});
