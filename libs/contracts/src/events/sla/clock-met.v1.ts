import { defineEvent, instant } from '../../event-type';
import { clockFacts } from './clock-facts';

export const ClockMetV1 = defineEvent({
  type: 'yagura.sla.clock_met.v1', topic: 'sla.clock', owner: 'sla',
  about: 'A promise was kept.',
  data: clockFacts.extend({ at: instant }),
  key: (data) => data.clockId,
});
