/** A duration as people read it in tables: `3:12:00`, `04:12`; negative for time past. */
export function durationText(ms: number): string {
  const sign = ms < 0 ? '-' : '';
  const seconds = Math.floor(Math.abs(ms) / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${sign}${hours > 0 ? `${hours}:${two(minutes)}` : two(minutes)}:${two(seconds % 60)}`;
}

/** `11-21 14:03:07` in the zone; other years in full. Both languages write tables so. */
export function tableTime(at: Date, zone: string, now: Date): string {
  const part = partsOf(at, zone);
  const year = part.year === partsOf(now, zone).year ? '' : `${part.year}-`;
  return `${year}${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}`;
}

/** With the offset, for copying: `2026-11-21T14:03:07+09:00`. */
export function isoWithOffset(at: Date, zone: string): string {
  const part = partsOf(at, zone);
  const local = Date.UTC(Number(part.year), Number(part.month) - 1, Number(part.day), Number(part.hour), Number(part.minute), Number(part.second));
  const offsetMin = Math.round((local - Math.floor(at.getTime() / 1_000) * 1_000) / 60_000);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const sign = offsetMin < 0 ? '-' : '+';
  const offset = `${sign}${two(Math.abs(offsetMin) / 60)}:${two(Math.abs(offsetMin) % 60)}`;
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}${offset}`;
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

function partsOf(at: Date, zone: string): Record<Part, string> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value])) as Record<Part, string>;
}
