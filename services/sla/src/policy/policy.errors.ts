import { InvalidInput } from '@yagura/kernel';

/** The policy names a calendar that this installation does not have. */
export class CalendarUnknown extends InvalidInput {
  constructor() { super('The policy names a calendar that does not exist.', { slug: 'sla_policy.calendar_unknown', path: 'calendar' }); }
}

/** A promise on a calendar without open hours would never be due. */
export class CalendarNeverOpens extends InvalidInput {
  constructor() { super('The policy’s calendar has no open hours.', { slug: 'sla_policy.calendar_never_opens', path: 'calendar' }); }
}
