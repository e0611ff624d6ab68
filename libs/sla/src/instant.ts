import { InvalidInstant } from './sla.errors';

/** Milliseconds since the Unix epoch; the only form in which instants are computed with. */
export type Millis = number;

const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Milliseconds of an ISO 8601 instant with `Z` or a numeric offset. Digits beyond the millisecond are cut off, since durations have
 * millisecond resolution (specification 1.1). Throws InvalidInstant for a local time without offset and for impossible dates.
 */
export function parseInstant(text: string, path?: string): Millis {
  const match = ISO.exec(text);
  if (match === null) throw new InvalidInstant(path);
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset] = match;
  const wall = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  // Date.UTC carries 30 February into March; the round trip shows that it did.
  if (new Date(wall).toISOString().slice(0, 19) !== `${year}-${month}-${day}T${hour}:${minute}:${second}`) throw new InvalidInstant(path);
  return wall + Number(fraction.padEnd(3, '0').slice(0, 3)) - offsetMillis(offset, path);
}

function offsetMillis(offset: string, path?: string): Millis {
  if (offset === 'Z') return 0;
  const digits = offset.replace(':', '');
  const hours = Number(digits.slice(1, 3));
  const minutes = Number(digits.slice(3, 5));
  if (hours > 23 || minutes > 59) throw new InvalidInstant(path);
  return (digits.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** The UTC text of an instant with `Z`, without fraction when it is a whole second (specification 7). */
export function formatInstant(at: Millis): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** `formatInstant` for instants that may not exist. */
export const formatOptional = (at: Millis | null): string | null => (at === null ? null : formatInstant(at));
