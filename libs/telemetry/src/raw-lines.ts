import { BYTE, skipSpace } from './json-scan';
import { afterBom } from './hec-body';

/**
 * Calls `visit` with the byte positions of each line of a raw body: split on LF, one CR before it stripped, lines of white space
 * left out, no LF needed at the end, a byte order mark at the start of the body skipped. Stops when `visit` answers false.
 */
export function walkLines(bytes: Uint8Array, visit: (start: number, end: number) => boolean): void {
  let start = afterBom(bytes);
  while (start < bytes.length) {
    const lf = bytes.indexOf(BYTE.lf, start);
    const next = lf === -1 ? bytes.length : lf;
    const end = next > start && bytes[next - 1] === BYTE.cr ? next - 1 : next;
    if (skipSpace(bytes, start, end) < end && !visit(start, end)) return;
    start = next + 1;
  }
}
