import { DEFAULT_LIMITS, type Door, type FrameLimits, type Refusal, refusal } from './frame';
import { walkHecBody } from './hec-body';
import { walkLines } from './raw-lines';
import { recordArraySpans } from './record-array';

/** What a door may say after looking at one decompressed body: how many events it holds, or why all of it is refused. */
export type BodyCheck = { readonly ok: true; readonly count: number } | Refusal;

/**
 * Checks the structure of a HEC event body without building an object per event: bytes are followed once, for framing, depth, key
 * limits and a non-blank `event`. `count` counts the elements of a known `Records` envelope one by one, as the ledger does. A bad
 * scalar or bad UTF-8 inside an event passes: it is quarantined after acceptance, and the rest of the body is kept.
 */
export function checkHecBody(bytes: Uint8Array, limits: FrameLimits = DEFAULT_LIMITS): BodyCheck {
  let count = 0;
  const walked = walkHecBody(bytes, limits, (span) => {
    count += elementCount(bytes, span.eventStart, span.eventEnd, limits);
  });
  if (!walked.ok) return walked;
  return count > limits.maxEvents ? refusal(6, limits.maxEvents) : { ok: true, count };
}

/** Counts the lines of a raw body; a body without any is code 5, one with more than the limit code 6. Lines are not looked into. */
export function checkRawBody(bytes: Uint8Array, limits: FrameLimits = DEFAULT_LIMITS): BodyCheck {
  let count = 0;
  walkLines(bytes, (start, end) => {
    count += elementCount(bytes, start, end, limits);
    return count <= limits.maxEvents;
  });
  if (count === 0) return refusal(5);
  return count > limits.maxEvents ? refusal(6, limits.maxEvents) : { ok: true, count };
}

/** The check that belongs to a door. */
export function checkBody(bytes: Uint8Array, door: Door, limits: FrameLimits = DEFAULT_LIMITS): BodyCheck {
  return door === 'hec.event' ? checkHecBody(bytes, limits) : checkRawBody(bytes, limits);
}

function elementCount(bytes: Uint8Array, start: number, end: number, limits: FrameLimits): number {
  const spans = recordArraySpans(bytes, start, end, limits);
  return spans === undefined ? 1 : spans.length / 2;
}
