import type { FrameLimits } from './frame';
import { BYTE, JsonScanner, skipSpace, stringEnd } from './json-scan';
import { walkLines } from './raw-lines';

/** What an action line of an Elasticsearch bulk body asks for. The last two change what is stored, which evidence never does. */
export type BulkAction = 'index' | 'create' | 'update' | 'delete';

/** Why a bulk body cannot be split at all: no line, a line that is no action, an action without its document, or too many of them. */
export type BulkFault = 'no_data' | 'bad_action' | 'no_document' | 'too_many';

/** A refusal of the whole body; `line` counts from 1 over the lines that are not blank, and is 0 for a body without any. */
export interface BulkRefusal {
  readonly ok: false;
  readonly fault: BulkFault;
  readonly line: number;
}

/** The actions that add a document. */
export const addsDocument = (action: BulkAction): boolean => action === 'index' || action === 'create';

const ACTIONS: ReadonlyMap<string, BulkAction> = new Map((['index', 'create', 'update', 'delete'] as const).map((name) => [name, name]));
/** The longest name of an action with its quotes. */
const NAME_BYTES = 8;

/**
 * Calls `visit` for each action of a bulk body, in order, with the positions of its document, which is empty for a delete. Lines are divided
 * as in a raw body, so that CR, blank lines and a missing last line end do no harm. Documents are not looked into. A refusal may come after
 * some visits, so the caller must drop what it collected.
 */
export function walkBulkBody(bytes: Uint8Array, limits: FrameLimits, visit: (action: BulkAction, start: number, end: number) => void): { ok: true } | BulkRefusal {
  const scanner = new JsonScanner(limits);
  let waiting: BulkAction | undefined;
  let fault: BulkFault | undefined;
  let line = 0;
  let actions = 0;
  walkLines(bytes, (lineStart, end) => {
    line += 1;
    const start = skipSpace(bytes, lineStart, end);
    if (waiting !== undefined) {
      visit(waiting, start, end);
      waiting = undefined;
      return true;
    }
    const action = actionOf(bytes, start, end, scanner);
    actions += 1;
    if (action === undefined) fault = 'bad_action';
    else if (actions > limits.maxEvents) fault = 'too_many';
    else if (action === 'delete') visit(action, end, end);
    else waiting = action;
    return fault === undefined;
  });
  if (fault === undefined && waiting !== undefined) fault = 'no_document';
  if (fault === undefined && line === 0) fault = 'no_data';
  return fault === undefined ? { ok: true } : { ok: false, fault, line };
}

/** The action of a line: an object whose only key names it and whose value is an object. What stands in that object is not asked. */
function actionOf(bytes: Uint8Array, start: number, end: number, scanner: JsonScanner): BulkAction | undefined {
  if (bytes[start] !== BYTE.openObject) return undefined;
  const nameAt = skipSpace(bytes, start + 1, end);
  if (bytes[nameAt] !== BYTE.quote) return undefined;
  const nameEnd = stringEnd(bytes, nameAt, Math.min(end, nameAt + NAME_BYTES));
  if (nameEnd === -1) return undefined;
  const action = ACTIONS.get(Buffer.from(bytes.buffer, bytes.byteOffset + nameAt + 1, nameEnd - nameAt - 2).toString('latin1'));
  const colon = skipSpace(bytes, nameEnd, end);
  const valueAt = skipSpace(bytes, colon + 1, end);
  if (action === undefined || bytes[colon] !== BYTE.colon || bytes[valueAt] !== BYTE.openObject) return undefined;
  const valueEnd = scanner.valueEnd(bytes, valueAt, end);
  if (valueEnd === -1) return undefined;
  const close = skipSpace(bytes, valueEnd, end);
  return bytes[close] === BYTE.closeObject && skipSpace(bytes, close + 1, end) === end ? action : undefined;
}
