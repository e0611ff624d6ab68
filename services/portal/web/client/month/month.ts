import { partsOf } from '../../shared/time/prose-time';

/** A half-open span of instants. */
export interface Span { readonly from: string; readonly until: string }

const SHAPE = /^20\d{2}-(?:0[1-9]|1[0-2])$/;

/** True for a month such as 2026-11. */
export const isMonth = (text: unknown): text is string => typeof text === 'string' && SHAPE.test(text);

/** The month that a calendar in the zone shows at an instant. */
export function monthOf(at: Date, zone: string): string {
  const { year, month } = partsOf(at, zone);
  return `${year}-${String(month).padStart(2, '0')}`;
}

/** `count` months, the given one first, each before the last. */
export function monthsBack(month: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => shifted(month, -index));
}

function shifted(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const first = new Date(Date.UTC(year, number - 1 + by, 1));
  return `${first.getUTCFullYear()}-${String(first.getUTCMonth() + 1).padStart(2, '0')}`;
}

/** The month's instants, from its first local midnight in the zone to that of the next month. */
export const spanOf = (month: string, zone: string): Span => ({ from: midnight(month, zone), until: midnight(shifted(month, 1), zone) });

/** The instant at which the zone's clocks first show the month. Looked at twice, because the distance from UTC can change between guess and answer. */
function midnight(month: string, zone: string): string {
  const wanted = Date.parse(`${month}-01T00:00:00Z`);
  let instant = wanted;
  for (let round = 0; round < 2; round += 1) instant = wanted - distance(instant, zone);
  return new Date(instant).toISOString();
}

function distance(instant: number, zone: string): number {
  const { year, month, day, hour, minute, second } = partsOf(new Date(instant), zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1_000) * 1_000;
}
