import { planItem, type ItemPlan } from './item-plan';
import { type IssueLog, RuleFault } from './rule-issue';
import type { Scalar } from './lower-item';

/** One item of a selection: what its key asks for, its values, and its place in the document. */
export interface SelectionItem { readonly plan: ItemPlan; readonly values: readonly Scalar[]; readonly place: string; }

/** A map is `all` of its items; a list is `any` of its members, each a map or one keyword. */
export type Selection =
  | { readonly kind: 'all'; readonly items: readonly SelectionItem[] }
  | { readonly kind: 'any'; readonly members: readonly Selection[]; readonly isKeywords: boolean };

/** Reads one search identifier of the `detection` section; faults and oddities go to the log. */
export function readSelection(source: unknown, place: string, log: IssueLog): Selection | undefined {
  return log.attempt(() => {
    if (isScalar(source) && source !== null) return { kind: 'any', members: [keyword(source, place)], isKeywords: true };
    if (isMapping(source)) return readMap(source, place, log);
    if (!Array.isArray(source) || source.length === 0) throw new RuleFault('empty_detection', place, 'a selection needs at least one item');
    const members = (source as unknown[]).flatMap((member, at) => readMember(member, `${place}.${at}`, log) ?? []);
    return { kind: 'any', members, isKeywords: source.every((member) => isScalar(member)) };
  });
}

function readMember(member: unknown, place: string, log: IssueLog): Selection | undefined {
  return log.attempt(() => {
    if (isMapping(member)) return readMap(member, place, log);
    if (!isScalar(member) || member === null) throw new RuleFault('invalid_value', place, 'a list of selections holds maps and keywords only');
    return keyword(member, place);
  });
}

function readMap(source: Readonly<Record<string, unknown>>, place: string, log: IssueLog): Selection {
  const entries = Object.entries(source);
  if (entries.length === 0) throw new RuleFault('empty_detection', place, 'a selection needs at least one item');
  return { kind: 'all', items: entries.flatMap(([key, value]) => log.attempt(() => readItem(key, value, place, log)) ?? []) };
}

function readItem(key: string, value: unknown, place: string, log: IssueLog): SelectionItem {
  const plan = planItem(key, place);
  const itemPlace = `${place}.${key}`;
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new RuleFault('empty_list', itemPlace, 'the list of values is empty');
  for (const one of values) if (!isScalar(one)) throw new RuleFault('invalid_value', itemPlace, 'a value is neither text, number, boolean nor null');
  if (plan.all && values.length === 1) log.warn('all_with_single_value', itemPlace, 'modifier "all" has a single value');
  if (values.length > 1 && values.includes(null)) log.warn('null_in_list', itemPlace, 'null is a member of a list of values');
  return { plan, values: values.filter(isScalar), place: itemPlace };
}

function keyword(value: Scalar, place: string): Selection {
  return { kind: 'all', items: [{ plan: planItem('', place), values: [value], place }] };
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}
