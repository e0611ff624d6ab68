import { base64, base64Offsets, bytesAsText, textAsBytes, utf16Bytes, utf8Bytes, type Utf16Form } from '../text/byte-encoding';
import { ANY_DASH, ANY_RUN, DASHES, countDashes, expandDashes, plainText, tidy, withLiterals, type PatternPart } from '../text/pattern';
import type { ValueStep } from './item-plan';
import { RuleFault } from './rule-issue';

/** A value between two modifiers; `isBytes` says that its literals are bytes written as code units 0–255. */
interface Draft { readonly parts: readonly PatternPart[]; readonly isBytes: boolean; }

/** Five dashes to the fourth power; more would make one rule thousands of base64 needles. */
const MAX_ENCODED_DASHES = 4;

/** Applies the modifiers left to right. Several results are alternatives of the one original value. */
export function applySteps(parts: readonly PatternPart[], steps: readonly ValueStep[], place: string): (readonly PatternPart[])[] {
  let drafts: Draft[] = [{ parts, isBytes: false }];
  for (const step of steps) drafts = drafts.flatMap((draft) => applyStep(draft, step, place));
  return drafts.map((draft) => draft.parts);
}

function applyStep(draft: Draft, step: ValueStep, place: string): Draft[] {
  const { parts, isBytes } = draft;
  switch (step) {
    // Placeholders are put in before the value is read as a pattern.
    case 'expand': return [draft];
    case 'contains': return [{ parts: tidy([ANY_RUN, ...parts, ANY_RUN]), isBytes }];
    case 'startswith': return [{ parts: tidy([...parts, ANY_RUN]), isBytes }];
    case 'endswith': return [{ parts: tidy([ANY_RUN, ...parts]), isBytes }];
    case 'windash': return [{ parts: varyDashes(parts), isBytes }];
    case 'utf16le': case 'utf16be': case 'utf16': return [{ parts: toUtf16(parts, step), isBytes: true }];
    case 'base64': return encodable(draft, place).map((bytes) => ({ parts: [base64(bytes)], isBytes: false }));
    case 'base64offset': return encodable(draft, place).flatMap((bytes) => {
      if (bytes.length < 2) throw new RuleFault('value_too_short', place, 'base64offset needs a value of at least two bytes');
      return base64Offsets(bytes).map((text) => ({ parts: [text], isBytes: false }));
    });
  }
}

/** The byte order mark stands once, before the first literal. */
function toUtf16(parts: readonly PatternPart[], form: Utf16Form): PatternPart[] {
  const encoded = withLiterals(parts, (literal) => bytesAsText(utf16Bytes(literal, form)));
  const firstLiteral = encoded.findIndex((part) => typeof part === 'string');
  return form !== 'utf16' ? encoded : encoded.map((part, at) => (at === firstLiteral && typeof part === 'string' ? `\u00ff\u00fe${part}` : part));
}

function encodable(draft: Draft, place: string): Uint8Array[] {
  if (countDashes(draft.parts) > MAX_ENCODED_DASHES) {
    throw new RuleFault('too_many_dashes', place, `at most ${MAX_ENCODED_DASHES} dashes can be varied in an encoded value`);
  }
  return expandDashes(draft.parts).map((parts) => {
    const text = plainText(parts);
    if (text === undefined) throw new RuleFault('wildcard_in_encoded_value', place, 'a value with wildcards cannot be encoded as base64');
    return draft.isBytes ? textAsBytes(text) : utf8Bytes(text);
  });
}

const WORD = /[\p{L}\p{N}_]/u;

/** A dash is varied only where an option can begin: not behind a word character, and before one. */
function varyDashes(parts: readonly PatternPart[]): PatternPart[] {
  return tidy(parts.flatMap((part) => (typeof part === 'string' ? splitAtDashes(part) : [part])));
}

function splitAtDashes(literal: string): PatternPart[] {
  const out: PatternPart[] = [];
  const chars = [...literal];
  for (const [at, char] of chars.entries()) {
    const begins = DASHES.includes(char) && (at === 0 || !WORD.test(chars[at - 1])) && at + 1 < chars.length && WORD.test(chars[at + 1]);
    out.push(begins ? ANY_DASH : char);
  }
  return out;
}
