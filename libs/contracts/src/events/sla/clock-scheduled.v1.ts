import { defineEvent, instant } from '../../event-type';
import { clockFacts } from './clock-facts';

export const ClockScheduledV1 = defineEvent({
  type: 'yagura.sla.clock_scheduled.v1', topic: 'sla.clock', owner: 'sla',
  about: 'A promise has a new due instant, or lost it because it is paused.',
  data: clockFacts.extend({ at: instant }),
  key: (data) => data.clockId,
});
