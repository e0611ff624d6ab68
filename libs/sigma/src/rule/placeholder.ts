import { parsePattern, tidy, type PatternPart } from '../text/pattern';
import { RuleFault } from './rule-issue';

/** Values of placeholders by name, as one tenant has them. Each value is a Sigma string: `*` and `?` in it are wildcards. */
export type PlaceholderValues = ReadonlyMap<string, readonly string[]>;

/** A value with its placeholders put in: as text for regular expressions and networks, as pattern for everything else. */
export interface ExpandedValue { readonly text: string; readonly parts: readonly PatternPart[]; }

/** Bound on the combinations of several placeholders in one value; beyond it the rule would be unusable anyway. */
const MAX_COMBINATIONS = 10_000;

/** A literal piece of a value, or the name of a placeholder in it. */
type Piece = { readonly text: string } | { readonly name: string };

/** Names of the placeholders in a value; `\%` is a literal percent sign. */
export function placeholderNames(value: string): string[] {
  return piecesOf(value).flatMap((piece) => ('name' in piece ? [piece.name] : []));
}

/** Every reading of the value. Throws when a name has no values: the caller asks `placeholderNames` first. */
export function expandPlaceholders(value: string, values: PlaceholderValues, place: string): ExpandedValue[] {
  let readings: ExpandedValue[] = [{ text: '', parts: [] }];
  for (const piece of piecesOf(value)) {
    const choices = 'name' in piece ? values.get(piece.name) ?? [] : [piece.text];
    if (readings.length * choices.length > MAX_COMBINATIONS) {
      throw new RuleFault('too_many_placeholder_values', place, `the placeholders of one value give more than ${MAX_COMBINATIONS} readings`);
    }
    readings = readings.flatMap((reading) => choices.map((choice) => (
      { text: reading.text + choice, parts: tidy([...reading.parts, ...parsePattern(choice)]) })));
  }
  return readings;
}

function piecesOf(value: string): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  for (let at = 0; at < value.length; at++) {
    const name = value[at] === '%' ? /^%([\w.-]+)%/.exec(value.slice(at)) : null;
    if (name !== null) {
      pieces.push({ text }, { name: name[1] });
      text = '';
      at += name[0].length - 1;
    } else if (value[at] === '\\' && value[at + 1] === '%') {
      text += '%';
      at++;
    } else if (value[at] === '\\' && value[at + 1] === '\\') {
      text += '\\\\';
      at++;
    } else {
      text += value[at];
    }
  }
  return [...pieces, { text }];
}
