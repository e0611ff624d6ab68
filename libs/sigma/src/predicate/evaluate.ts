import type { SigmaRecord } from '../record/sigma-record';
import { canonicalText, someElement } from '../text/canonical-text';
import { fold } from '../text/fold';
import { matchGlob } from '../text/glob';
import { networkHas } from './ip-network';
import { compare, numberOf } from './number-value';
import type { FieldRefPredicate, Predicate, PredicateField, TextOperation } from './predicate';
import { timePartOf } from './time-part';

/** The truth of one predicate for one record: the reference meaning, which every index must reproduce. */
export function evaluatePredicate(predicate: Predicate, record: SigmaRecord): boolean {
  switch (predicate.kind) {
    case 'text': return someText(record, predicate.field, (text) =>
      compareText(predicate.cased ? text : fold(text), predicate.operation, predicate.needle));
    case 'glob': return someText(record, predicate.field, (text) => matchGlob(predicate.parts, predicate.cased ? text : fold(text)));
    case 'regex': return someText(record, predicate.field, (text) => predicate.program.test(text));
    case 'cidr': return someText(record, predicate.field, (text) => networkHas(predicate.network, text));
    case 'compare': return someElement(record.get(predicate.field), (element) => {
      const number = predicate.part === undefined ? numberOf(element) : timePartOf(element, predicate.part);
      return number !== undefined && compare(number, predicate.comparison, predicate.value);
    });
    case 'fieldref': return refersEqual(predicate, record);
    case 'present': return predicate.field === null
      ? someText(record, null, () => true)
      : someElement(record.get(predicate.field), (element) => element !== undefined && element !== null);
    case 'exists': return (record.get(predicate.field) !== undefined) === predicate.expected;
    case 'null': return someElement(record.get(predicate.field), (element) => element === undefined || element === null);
  }
}

export function compareText(text: string, operation: TextOperation, needle: string): boolean {
  switch (operation) {
    case 'equals': return text === needle;
    case 'contains': return text.includes(needle);
    case 'startswith': return text.startsWith(needle);
    case 'endswith': return text.endsWith(needle);
  }
}

function refersEqual(predicate: FieldRefPredicate, record: SigmaRecord): boolean {
  const prepare = predicate.cased ? (text: string): string => text : fold;
  return someText(record, predicate.field, (text) => someText(record, predicate.other, (needle) =>
    compareText(prepare(text), predicate.operation, prepare(needle))));
}

function someText(record: SigmaRecord, field: PredicateField, test: (text: string) => boolean): boolean {
  if (field !== null) {
    return someElement(record.get(field), (element) => {
      const text = canonicalText(element);
      return text !== undefined && test(text);
    });
  }
  if (record.message !== undefined) return test(record.message);
  for (const text of record.values()) if (test(text)) return true;
  return false;
}
