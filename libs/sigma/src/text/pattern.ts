/** A part of a Sigma string: literal text, `*` (any run), `?` (one code point) or one of the five dashes of `windash`. */
export type PatternPart = string | Wildcard;
export interface Wildcard { readonly wildcard: 'run' | 'one' | 'dash'; }

export const ANY_RUN: Wildcard = { wildcard: 'run' };
export const ANY_ONE: Wildcard = { wildcard: 'one' };
export const ANY_DASH: Wildcard = { wildcard: 'dash' };

/** The dash set of `windash`: hyphen, slash, en dash, em dash, horizontal bar. */
export const DASHES: readonly string[] = ['-', '/', '–', '—', '―'];

/**
 * Reads a Sigma string. A backslash escapes `*`, `?` and itself; before anything else, and at the end, it stands for
 * itself (Sigma specification 2.1, "Escaping"). Runs of stars collapse into one.
 */
export function parsePattern(text: string): PatternPart[] {
  const parts: PatternPart[] = [];
  let literal = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    const next = text[at + 1];
    if (char === '\\' && (next === '\\' || next === '*' || next === '?')) {
      literal += next;
      at++;
    } else if (char === '*' || char === '?') {
      parts.push(literal, char === '*' ? ANY_RUN : ANY_ONE);
      literal = '';
    } else {
      literal += char;
    }
  }
  parts.push(literal);
  return tidy(parts);
}

/** Joins neighbouring literals, drops empty ones and collapses neighbouring stars. */
export function tidy(parts: readonly PatternPart[]): PatternPart[] {
  const out: PatternPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part === '' || (part === ANY_RUN && last === ANY_RUN)) continue;
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out;
}

/** The literal text of a pattern, or undefined when a wildcard is in it. */
export function plainText(parts: readonly PatternPart[]): string | undefined {
  if (parts.length === 0) return '';
  return parts.length === 1 && typeof parts[0] === 'string' ? parts[0] : undefined;
}

export function withLiterals(parts: readonly PatternPart[], change: (literal: string) => string): PatternPart[] {
  return parts.map((part) => (typeof part === 'string' ? change(part) : part));
}

/** Every plain reading of the dashes in a pattern; the caller bounds how many dashes it expands. */
export function expandDashes(parts: readonly PatternPart[]): PatternPart[][] {
  let readings: PatternPart[][] = [[]];
  for (const part of parts) {
    const choices: readonly PatternPart[] = part === ANY_DASH ? DASHES : [part];
    readings = readings.flatMap((reading) => choices.map((choice) => [...reading, choice]));
  }
  return readings.map(tidy);
}

export function countDashes(parts: readonly PatternPart[]): number {
  return parts.filter((part) => part === ANY_DASH).length;
}
