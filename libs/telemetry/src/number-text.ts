import { isObject, type JsonObject } from './json-value';

/** True for a number whose digits `JSON.parse` may have lost: beyond 2^53 or beyond the range of a double. */
export const isInexact = (value: number): boolean => !(value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER);

/**
 * The source text of a number inside `raw`, which is valid JSON, at a path of keys (RFC 8259, section 6 leaves precision to the
 * reader; rules compare text). Walks only as far as needed; undefined when the path meets anything but objects and a number.
 * Of a repeated key the last one counts, as it does in `JSON.parse`.
 */
export function numberText(raw: string, path: readonly string[]): string | undefined {
  let at = raw.indexOf('{');
  for (const key of path) {
    at = at === -1 || raw[at] !== '{' ? -1 : memberStart(raw, at, key);
    if (at === -1) return undefined;
  }
  const end = valueEnd(raw, at);
  const text = raw.slice(at, end).trim();
  return /^-?\d/.test(text) ? text : undefined;
}

/** Steps from `root` to the object `target` through object members, so that a field found there can be named from the root. */
export function pathTo(root: JsonObject, target: JsonObject): readonly string[] | undefined {
  if (root === target) return [];
  for (const [key, value] of Object.entries(root)) {
    const inner = isObject(value) ? pathTo(value, target) : undefined;
    if (inner !== undefined) return [key, ...inner];
  }
  return undefined;
}

function memberStart(raw: string, objectAt: number, key: string): number {
  let found = -1;
  let at = skipBlank(raw, objectAt + 1);
  while (raw[at] === '"') {
    const keyEnd = textEnd(raw, at);
    const valueAt = skipBlank(raw, raw.indexOf(':', keyEnd) + 1);
    if (JSON.parse(raw.slice(at, keyEnd)) === key) found = valueAt;
    at = skipBlank(raw, valueEnd(raw, valueAt));
    if (raw[at] !== ',') break;
    at = skipBlank(raw, at + 1);
  }
  return found;
}

function valueEnd(raw: string, start: number): number {
  let depth = 0;
  for (let at = start; at < raw.length; at += 1) {
    const char = raw[at];
    if (char === '"') at = textEnd(raw, at) - 1;
    else if (char === '{' || char === '[') depth += 1;
    else if (depth === 0 && (char === ',' || char === '}' || char === ']')) return at;
    else if (char === '}' || char === ']') depth -= 1;
    if (depth === 0 && at > start && (char === '}' || char === ']')) return at + 1;
  }
  return raw.length;
}

function textEnd(raw: string, start: number): number {
  let at = start + 1;
  while (at < raw.length && raw[at] !== '"') at += raw[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipBlank(raw: string, start: number): number {
  let at = start;
  while (raw[at] === ' ' || raw[at] === '\n' || raw[at] === '\r' || raw[at] === '\t') at += 1;
  return at;
}
