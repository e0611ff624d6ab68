import type { Mark } from '../../shared/text/text-pieces';

/** A value that is worth finding in a record, and what it is. */
export interface Term { readonly label: string; readonly value: string }

/** Shorter ones are found everywhere and say nothing. */
const SHORTEST = 3;
const MOST = 500;

/** Where values occur in a raw record, whatever their case: as they are, and as JSON and XML write them. Of places that overlap the longest value's stays. */
export function marksOf(text: string, terms: readonly Term[]): Mark[] {
  const lower = text.toLowerCase();
  // A few letters change their length with their case; then places would be wrong, so case counts.
  const fold = lower.length === text.length ? (value: string): string => value.toLowerCase() : (value: string): string => value;
  const within = fold(text);
  const wanted = terms.filter(({ value }) => [...value].length >= SHORTEST).flatMap(({ label, value }) => spellings(value).map((spelling) => ({ label, spelling: fold(spelling) })));
  wanted.sort((a, b) => b.spelling.length - a.spelling.length);
  const marks: Mark[] = [];
  for (const { label, spelling } of wanted) {
    for (let from = within.indexOf(spelling); from >= 0 && marks.length < MOST; from = within.indexOf(spelling, from + spelling.length)) {
      const to = from + spelling.length;
      if (!marks.some((mark) => mark.from < to && from < mark.to)) marks.push({ from, to, label });
    }
  }
  return marks.sort((a, b) => a.from - b.from);
}

function spellings(value: string): string[] {
  const xml = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  return [...new Set([value, JSON.stringify(value).slice(1, -1), xml])];
}

interface Test { readonly field: string; readonly modifiers: readonly string[]; readonly values: readonly string[] }

/** Modifiers whose values are not found in a record as they stand in the rule. */
const NOT_PLAIN = new Set(['re', 'cidr', 'exists', 'fieldref', 'base64', 'base64offset', 'wide', 'utf16', 'utf16le', 'utf16be', 'gt', 'gte', 'lt', 'lte', 'expand']);

/** The parts of a rule's values that can stand in a record word for word: between wildcards, without their escapes. */
export function termsOfTests(tests: readonly Test[]): Term[] {
  return tests.filter(({ modifiers }) => !modifiers.some((modifier) => NOT_PLAIN.has(modifier))).flatMap(({ field, values }) => values.flatMap((value) =>
    value.split(/(?<!\\)[*?]/).map((part) => ({ label: field, value: part.replace(/\\([*?\\])/g, '$1') })).filter((term) => term.value.length >= SHORTEST)));
}
