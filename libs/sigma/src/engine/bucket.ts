import { evaluatePredicate } from '../predicate/evaluate';
import type { Predicate } from '../predicate/predicate';
import type { SigmaRecord } from '../record/sigma-record';
import { andOf, foldExpression, leafOf, notOf, orOf, type Expression } from '../rule/expression';
import type { SlotSink } from './edge-trie';
import { FieldIndex } from './field-index';
import { assemble, run } from './program';
import { isInMask, type RuleIndex, type RuleMask } from './rule-mask';
import { SlotTable } from './slot-table';
import { StampSet } from './stamps';
import { witnessOf } from './witness';

export interface BucketMember { readonly index: RuleIndex; readonly expression: Expression<number>; }

/** From this many indexed members on, a disjunction gets a slot of its own. */
const GROUP_FROM = 4;

/**
 * The indexed rules of one log source. For a record, each field is looked at once; a predicate found true wakes the rules
 * it is the witness of, and only those run their programs. Every rule that matches is woken, because its witness must have
 * fired or it is among those that run always.
 */
export class Bucket implements SlotSink {
  private readonly indexes: readonly FieldIndex[];
  private readonly lazy: SlotTable['lazy'];
  private readonly groups: SlotTable['groups'];
  private readonly woken: (number[] | undefined)[] = [];
  private readonly always: number[] = [];
  private readonly programs: Int32Array[] = [];
  private readonly truths: StampSet;
  private readonly falsehoods: StampSet;
  private readonly seen: StampSet;
  private candidates: number[] = [];
  private record: SigmaRecord | undefined;
  private readonly isTrue = (slot: number): boolean => this.truths.has(slot) || (this.lazy[slot] !== undefined && this.decide(slot));

  constructor(private readonly members: readonly BucketMember[], predicates: readonly Predicate[]) {
    const table = new SlotTable();
    for (const [member, { expression }] of members.entries()) {
      const tree = overSlots(expression, predicates, table);
      this.programs.push(assemble(tree, table.never));
      const witness = witnessOf(tree, table);
      if (witness === undefined) this.always.push(member);
      else for (const slot of witness) (this.woken[slot] ??= []).push(member);
    }
    this.indexes = [...table.questions.values()].map((questions) => new FieldIndex(questions));
    this.lazy = table.lazy;
    this.groups = table.groups;
    this.truths = new StampSet(table.size);
    this.falsehoods = new StampSet(table.size);
    this.seen = new StampSet(members.length);
  }

  match(record: SigmaRecord, disabled?: RuleMask): RuleIndex[] {
    this.truths.clear();
    this.falsehoods.clear();
    this.seen.clear();
    this.record = record;
    this.candidates = this.always.slice();
    for (const index of this.indexes) index.scan(record, this);
    const matches: RuleIndex[] = [];
    for (const member of this.candidates) {
      const { index } = this.members[member];
      if (disabled !== undefined && isInMask(disabled, index)) continue;
      if (run(this.programs[member], this.isTrue)) matches.push(index);
    }
    this.record = undefined;
    return matches.sort((one, two) => one - two);
  }

  has(slot: number): boolean {
    return this.truths.has(slot);
  }

  fire(slot: number): void {
    if (this.truths.has(slot)) return;
    this.truths.add(slot);
    const woken = this.woken[slot];
    if (woken !== undefined) for (const member of woken) this.wake(member);
    const groups = this.groups[slot];
    if (groups !== undefined) for (const group of groups) this.fire(group);
  }

  private wake(member: number): void {
    if (this.seen.has(member)) return;
    this.seen.add(member);
    this.candidates.push(member);
  }

  /** A lazy predicate is evaluated at most once per record, and not at all while its gate is shut. */
  private decide(slot: number): boolean {
    const lazy = this.lazy[slot];
    if (lazy === undefined || this.record === undefined || this.falsehoods.has(slot)) return false;
    const holds = (lazy.gate < 0 || this.truths.has(lazy.gate)) && evaluatePredicate(lazy.predicate, this.record);
    if (holds) this.truths.add(slot);
    else this.falsehoods.add(slot);
    return holds;
  }
}

/** The tree over slots: nested disjunctions merged, long ones grouped, and what costs most put last. */
function overSlots(expression: Expression<number>, predicates: readonly Predicate[], table: SlotTable): Expression<number> {
  return foldExpression<number, Expression<number>>(expression,
    (number) => leafOf(table.slotOf(number, predicates[number])),
    (kind, terms) => {
      if (kind === 'not') return notOf(terms[0]);
      const flat = terms.flatMap((term) => (term.kind === kind ? term.terms : [term]));
      const ordered = (kind === 'or' ? grouped(flat, table) : flat).slice().sort((one, two) => weight(one, table) - weight(two, table));
      return kind === 'and' ? andOf(ordered) : orOf(ordered);
    });
}

function grouped(terms: readonly Expression<number>[], table: SlotTable): readonly Expression<number>[] {
  const eager = terms.flatMap((term) => (term.kind === 'leaf' && !table.isLazy(term.leaf) ? [term.leaf] : []));
  if (eager.length < GROUP_FROM) return terms;
  return [leafOf(table.groupOf(eager)), ...terms.filter((term) => term.kind !== 'leaf' || table.isLazy(term.leaf))];
}

function weight(term: Expression<number>, table: SlotTable): number {
  if (term.kind !== 'leaf') return 1;
  return table.isLazy(term.leaf) ? 2 : 0;
}
