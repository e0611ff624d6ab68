/** Offsets change on whole quarters of an hour of UTC, so one read per quarter is exact. */
const CACHE_STEP_MS = 900_000;
const CACHE_LIMIT = 4_096;

const formats = new Map<string, Intl.DateTimeFormat | null>();
const offsets = new Map<string, number>();

/**
 * The instant at which clocks of `zone` (an IANA name) show these fields. In the hour that a change of offset repeats, the first
 * pass is taken; in the hour it skips, the offset before it. Undefined for a zone that this runtime does not know.
 */
export function zonedInstant(fieldsMs: number, zone: string): number | undefined {
  const first = offsetAt(fieldsMs, zone);
  if (first === undefined) return undefined;
  const before = offsetAt(fieldsMs - first, zone) ?? first;
  const dayBefore = offsetAt(fieldsMs - first - 10_800_000, zone) ?? before;
  const early = fieldsMs - dayBefore;
  return offsetAt(early, zone) === dayBefore ? early : fieldsMs - before;
}

/** Milliseconds that clocks of the zone are ahead of UTC at an instant. */
function offsetAt(instantMs: number, zone: string): number | undefined {
  const step = Math.floor(instantMs / CACHE_STEP_MS);
  const key = `${zone} ${step}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const format = formatOf(zone);
  if (format === null) return undefined;
  const offset = readOffset(format, step * CACHE_STEP_MS);
  if (offsets.size >= CACHE_LIMIT) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function readOffset(format: Intl.DateTimeFormat, instantMs: number): number {
  const part = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
  const field = (name: Intl.DateTimeFormatPartTypes): number => part.get(name) ?? 0;
  return Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'), field('second')) - instantMs;
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = newFormat(zone);
  if (formats.size >= CACHE_LIMIT) formats.clear();
  formats.set(zone, format);
  return format;
}

function newFormat(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  } catch {
    return null;
  }
}
