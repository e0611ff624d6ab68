import type { Language } from '../words/language';

/** How much of an instant a sentence names. */
export interface ProseParts { readonly time?: boolean; readonly zone?: boolean }

const WEEKDAY = ['日', '月', '火', '水', '木', '金', '土'] as const;
/** Places whose own short names of zones differ; the first that has one says it. */
const NAMED_IN = ['en-GB', 'en-US', 'ja-JP', 'en-AU'] as const;

/** `2026年11月21日(土) 14:03 JST` or `Sat 21 Nov 2026, 14:03 JST`: an instant as sentences name it (portal specification, W4). */
export function proseTime(at: Date, zone: string, language: Language, { time = true, zone: withZone = false }: ProseParts = {}): string {
  const part = partsOf(at, zone);
  const date = language === 'ja'
    ? `${part.year}年${part.month}月${part.day}日(${WEEKDAY[new Date(Date.UTC(part.year, part.month - 1, part.day)).getUTCDay()] ?? ''})`
    : `${englishDay(part)} ${part.year}`;
  if (!time) return date;
  const clock = `${two(part.hour)}:${two(part.minute)}${withZone ? ` ${zoneName(at, zone)}` : ''}`;
  return language === 'ja' ? `${date} ${clock}` : `${date}, ${clock}`;
}

/** The short name that people use for a zone at an instant, such as JST or BST; else its distance from UTC. */
export function zoneName(at: Date, zone: string): string {
  const names = NAMED_IN.map((place) => new Intl.DateTimeFormat(place, { timeZone: zone, timeZoneName: 'short' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '');
  return names.find((name) => /^[A-Z]{2,5}$/.test(name) && (name !== 'GMT' || zone !== 'UTC')) ?? (zone === 'UTC' ? 'UTC' : names[0] ?? zone);
}

/** `2026年11月` or `November 2026` for `2026-11`. */
export function monthName(month: string, language: Language): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  if (language === 'ja') return `${year}年${number}月`;
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(new Date(Date.UTC(year, number - 1, 1)));
}

/** A length of time in words of its two greatest units: `3時間12分`, `3 hours 12 minutes`. Less than a second is no time. */
export function durationWords(seconds: number, language: Language): string {
  const whole = Math.floor(Math.abs(seconds));
  const amounts: readonly (readonly [number, Unit])[] = [[Math.floor(whole / 86_400), 'day'], [Math.floor(whole / 3_600) % 24, 'hour'], [Math.floor(whole / 60) % 60, 'minute'], [whole % 60, 'second']];
  const first = amounts.findIndex(([amount]) => amount > 0);
  const shown = first < 0 ? amounts.slice(3) : amounts.slice(first, first + 2).filter(([amount]) => amount > 0);
  return shown.map(([amount, unit]) => (language === 'ja' ? `${amount}${JAPANESE_UNIT[unit]}` : `${amount} ${unit}${amount === 1 ? '' : 's'}`)).join(language === 'ja' ? '' : ' ');
}

type Unit = 'day' | 'hour' | 'minute' | 'second';
const JAPANESE_UNIT: Readonly<Record<Unit, string>> = { day: '日', hour: '時間', minute: '分', second: '秒' };

interface Parts { readonly year: number; readonly month: number; readonly day: number; readonly hour: number; readonly minute: number; readonly second: number }

/** What a calendar and a clock in the zone show at an instant. */
export function partsOf(at: Date, zone: string): Parts {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23',
  }).formatToParts(at);
  const value = (wanted: string): number => Number(parts.find(({ type }) => type === wanted)?.value ?? 0);
  return { year: value('year'), month: value('month'), day: value('day'), hour: value('hour'), minute: value('minute'), second: value('second') };
}

const two = (value: number): string => String(value).padStart(2, '0');

function englishDay({ year, month, day }: Parts): string {
  const date = new Date(Date.UTC(year, month - 1, day));
  const name = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(date);
  return `${name({ weekday: 'short' })} ${day} ${new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'short' }).format(date)}`;
}
