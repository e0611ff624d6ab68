import { parseEpoch, parseIsoTime, type WrittenTime } from './timestamp';
import { zonedInstant } from './time-zone';

/** What is known about time outside the event: the source's zone, the envelope's time, and when the request arrived. */
export interface TimeContext {
  readonly recvMs: number;
  /** IANA name for times that say no offset; absent means UTC. */
  readonly timeZone?: string;
  readonly envelopeMs?: number;
}

/** The instant a record is filed under, in milliseconds since 1970. */
export interface EventTime {
  readonly ts: number;
  /** True when the event's own time cannot be believed and `ts` is the time of receipt. The original stays in the raw text. */
  readonly suspect: boolean;
}

/** Clocks of machines run ahead by minutes; more than this is a wrong clock or a forged time (design: future > 5 min). */
const AHEAD_MS = 300_000;
/** Before 2000 no source here existed; 1970 is a clock that was never set. */
const FIRST_PLAUSIBLE_MS = 946_684_800_000;

/**
 * Chooses the instant: a written time with an offset; else with the source's zone; else the envelope's; else `fallback`; else the
 * written time as UTC; else receipt. `unreadable` says that the event did carry a time which is no time, which makes it suspect.
 */
export function eventTime(written: WrittenTime | undefined, unreadable: boolean, context: TimeContext, fallback?: WrittenTime): EventTime {
  const chosen = choose(written, context, fallback);
  if (chosen === undefined) return { ts: context.recvMs, suspect: unreadable };
  const plausible = chosen >= FIRST_PLAUSIBLE_MS && chosen <= context.recvMs + AHEAD_MS;
  return plausible && !unreadable ? { ts: chosen, suspect: false } : { ts: plausible ? chosen : context.recvMs, suspect: true };
}

/** Reads a JSON member that holds a time: ISO text, digits, or a number since 1970. */
export function timeOf(value: unknown): WrittenTime | undefined {
  if (typeof value === 'number') return parseEpoch(value);
  if (typeof value !== 'string') return undefined;
  return parseIsoTime(value) ?? (/^\d{9,19}(?:\.\d+)?$/.test(value) ? parseEpoch(Number(value)) : undefined);
}

function choose(written: WrittenTime | undefined, context: TimeContext, fallback: WrittenTime | undefined): number | undefined {
  if (written?.zoned === true) return written.ms;
  if (written !== undefined && context.timeZone !== undefined) return zonedInstant(written.ms, context.timeZone) ?? written.ms;
  return context.envelopeMs ?? fallback?.ms ?? written?.ms;
}
