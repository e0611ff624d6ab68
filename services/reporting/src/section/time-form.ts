import type { Language } from '@yagura/contracts';
import { formatDate, zoneOf } from '@yagura/sla';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
/** An instant stays on one line. */
const NO_BREAK = '\u00a0';
const SHORT_MONTHS = MONTHS.map((month) => month.slice(0, 3));

/** Instants, dates and lengths of time as people of one language and zone write them. */
export class TimeForm {
  /** `year` is the report's own: other years are written out. */
  constructor(private readonly language: Language, private readonly timeZone: string, private readonly year: number) {}

  /** The zone's name, such as 日本標準時 or Japan Standard Time. */
  zone(): string {
    const parts = new Intl.DateTimeFormat(this.language, { timeZone: this.timeZone, timeZoneName: 'longGeneric' }).formatToParts(0);
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? this.timeZone;
  }

  month(month: string): string {
    const [year, number] = month.split('-').map(Number);
    return this.language === 'ja' ? `${year}年${number}月` : `${MONTHS[number - 1]} ${year}`;
  }

  /** A `YYYY-MM-DD` without its year, unless it is another one than the report's. */
  date(text: string, length: 'long' | 'short' = 'long'): string {
    const [year, month, day] = text.split('-').map(Number);
    const isOther = year !== this.year;
    if (this.language === 'ja') return `${isOther ? `${year}年` : ''}${month}月${day}日`;
    return `${day} ${(length === 'long' ? MONTHS : SHORT_MONTHS)[month - 1]}${isOther ? ` ${year}` : ''}`;
  }

  dateTime(instant: string): string {
    const { day, millis } = zoneOf(this.timeZone).localAt(Date.parse(instant));
    const minutes = Math.floor(millis / 60_000);
    const date = this.date(formatDate(day), 'short').replaceAll(' ', NO_BREAK);
    return `${date}${NO_BREAK}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  }

  /** A length of time in its two largest units; under a minute in seconds. */
  duration(seconds: number): string {
    const units = this.language === 'ja' ? ['日', '時間', '分', '秒'] : [' d', ' h', ' min', ' s'];
    const whole = Math.round(seconds);
    if (whole < 60) return `${whole}${units[3]}`;
    const minutes = Math.round(whole / 60);
    const parts = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
    const first = parts.findIndex((part) => part > 0);
    return [first, first + 1].filter((at) => parts[at] > 0).map((at) => `${parts[at]}${units[at]}`).join(this.language === 'ja' ? '' : ' ');
  }
}

const two = (value: number): string => String(value).padStart(2, '0');
