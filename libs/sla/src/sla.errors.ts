import { InvalidInput } from '@yagura/kernel';

/** A calendar, day calendar or zone that cannot be computed with. `path` says where; the slug is stable. */
export class InvalidCalendar extends InvalidInput {
  constructor(message: string, path?: string) { super(message, { slug: 'sla.invalid_calendar', path }); }
}

/** A clock policy or clock event that breaks section 1.1 of the service-level specification. */
export class InvalidClock extends InvalidInput {
  constructor(message: string, path?: string) { super(message, { slug: 'sla.invalid_clock', path }); }
}

/** An instant that is not ISO 8601 with an offset: a local time without offset names no instant. */
export class InvalidInstant extends InvalidInput {
  constructor(path?: string) { super('An instant must be ISO 8601 with an offset.', { slug: 'sla.invalid_instant', path }); }
}

/** A deadline rule whose parameters are out of range or whose calendar is unknown. */
export class InvalidDeadline extends InvalidInput {
  constructor(message: string, path?: string) { super(message, { slug: 'sla.invalid_deadline', path }); }
}

/** A day calendar was asked about a year for which nobody has entered closed days; guessing would move a legal deadline. */
export class DayCalendarWithoutData extends InvalidInput {
  constructor(year: number, path?: string) {
    super(`The day calendar has no closed days for ${year}.`, { slug: 'sla.day_calendar_without_data', path });
  }
}
