import type { CalendarBook, LocalShift, WeeklyCalendar } from './calendar';
import type { DayCalendarBook } from './day-calendar';
import { ENGLISH_BANK_HOLIDAYS } from './english-bank-holidays';
import { JAPANESE_HOLIDAYS, type PublicHoliday } from './japanese-holidays';

const everyDay = (shift: LocalShift): WeeklyCalendar['weekly'] =>
  ({ mon: [shift], tue: [shift], wed: [shift], thu: [shift], fri: [shift], sat: [shift], sun: [shift] });

function businessHours(tz: string, holidays: readonly PublicHoliday[]): WeeklyCalendar {
  const shift: LocalShift = ['09:00', '18:00'];
  return {
    tz, weekly: { mon: [shift], tue: [shift], wed: [shift], thu: [shift], fri: [shift] },
    exceptions: holidays.map(({ date }) => ({ date, intervals: [] })),
  };
}

/** Round the clock: counted time is elapsed time, whatever the zone does. */
export const ALWAYS: WeeklyCalendar = { tz: 'UTC', weekly: everyDay(['00:00', '24:00']), exceptions: [] };

/** Monday to Friday 09:00 to 18:00 in Japan without national holidays of 2026 and 2027; the year-end closure is an agreement's own matter. */
export const TOKYO_BUSINESS_HOURS: WeeklyCalendar = businessHours('Asia/Tokyo', JAPANESE_HOLIDAYS);

/** Monday to Friday 09:00 to 18:00 in England without bank holidays of 2026 and 2027. */
export const LONDON_BUSINESS_HOURS: WeeklyCalendar = businessHours('Europe/London', ENGLISH_BANK_HOLIDAYS);

/** The calendars every installation starts with, by the names that policies use. */
export const NAMED_CALENDARS: CalendarBook = {
  always: ALWAYS, tokyo_business_hours: TOKYO_BUSINESS_HOURS, london_business_hours: LONDON_BUSINESS_HOURS,
};

/**
 * Working days for deadlines in Japan and England. `jp_government` also closes from 29 December to 3 January, as article 1 of the Act on
 * Holidays of Administrative Organs (行政機関の休日に関する法律) says of state offices.
 */
export const NAMED_DAY_CALENDARS: DayCalendarBook = {
  jp_government: {
    tz: 'Asia/Tokyo', weekend: [6, 7],
    closed: [
      ...JAPANESE_HOLIDAYS.map(({ date }) => date), '2026-01-02', '2026-01-03', '2026-12-29', '2026-12-30', '2026-12-31', '2027-01-02',
      '2027-01-03', '2027-12-29', '2027-12-30', '2027-12-31',
    ],
  },
  gb_england: { tz: 'Europe/London', weekend: [6, 7], closed: ENGLISH_BANK_HOLIDAYS.map(({ date }) => date) },
};
