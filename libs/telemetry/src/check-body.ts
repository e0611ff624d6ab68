import { addsDocument, type BulkAction, type BulkRefusal, walkBulkBody } from './bulk-body';
import { DEFAULT_LIMITS, type Door, type FrameLimits, type Refusal, refusal } from './frame';
import { walkHecBody } from './hec-body';
import { JsonScanner } from './json-scan';
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
  const scanner = new JsonScanner(limits);
  let count = 0;
  walkLines(bytes, (start, end) => {
    count += lineElements(bytes, start, end, limits, scanner);
    return count <= limits.maxEvents;
  });
  if (count === 0) return refusal(5);
  return count > limits.maxEvents ? refusal(6, limits.maxEvents) : { ok: true, count };
}

/** The check that belongs to a door of HEC. */
export function checkBody(bytes: Uint8Array, door: Exclude<Door, 'bulk'>, limits: FrameLimits = DEFAULT_LIMITS): BodyCheck {
  return door === 'hec.event' ? checkHecBody(bytes, limits) : checkRawBody(bytes, limits);
}

/** What a bulk body holds: its actions in order, and how many events those are that are accepted. */
export type BulkCheck = { readonly ok: true; readonly count: number; readonly actions: readonly BulkAction[] } | BulkRefusal;

/**
 * Splits a bulk body into its actions and counts the events of those that add a document, elements of a known `Records` envelope one by
 * one. A document that is no JSON passes and counts one: it is quarantined after acceptance. `count` is 0 when no action adds anything.
 */
export function checkBulkBody(bytes: Uint8Array, limits: FrameLimits = DEFAULT_LIMITS): BulkCheck {
  const scanner = new JsonScanner(limits);
  const actions: BulkAction[] = [];
  let count = 0;
  const walked = walkBulkBody(bytes, limits, (action, start, end) => {
    actions.push(action);
    if (addsDocument(action)) count += lineElements(bytes, start, end, limits, scanner);
  });
  if (!walked.ok) return walked;
  return count > limits.maxEvents ? { ok: false, fault: 'too_many', line: actions.length } : { ok: true, count, actions };
}

/** How many events a line is: a line that the reader finds faulty stays one, whatever its elements look like. */
function lineElements(bytes: Uint8Array, start: number, end: number, limits: FrameLimits, scanner: JsonScanner): number {
  const count = elementCount(bytes, start, end, limits);
  if (count === 1 || end - start > limits.maxEventBytes) return count;
  return scanner.isOneValue(bytes, start, end) ? count : 1;
}

function elementCount(bytes: Uint8Array, start: number, end: number, limits: FrameLimits): number {
  const spans = recordArraySpans(bytes, start, end, limits);
  return spans === undefined ? 1 : spans.length / 2;
}
