import type { Predicate, PredicateField, TextOperation } from '../predicate/predicate';
import { fold } from '../text/fold';
import { requiredLiteral } from '../text/glob';
import { FieldQuestions } from './field-index';
import { regexLiteral } from './regex-literal';

/** A predicate that no index answers; it is evaluated on demand, at most once per record, and only if its gate fired. */
export interface LazyPredicate { readonly predicate: Predicate; readonly gate: number; }

/** Shorter literals of patterns are not worth a gate. */
const SHORTEST_GATE = 3;

/**
 * Numbers everything that can become true for a record of one log source: indexed predicates, groups of them, gates, and
 * the presence of fields are *eager* (an index fires them); the rest is *lazy*. Each slot carries a guess at how often it
 * is true, by which rules choose what wakes them.
 */
export class SlotTable {
  readonly questions = new Map<PredicateField, FieldQuestions>();
  readonly lazy: (LazyPredicate | undefined)[] = [];
  /** Groups that a slot belongs to: slots that fire with it. */
  readonly groups: (number[] | undefined)[] = [];
  readonly frequencies: number[] = [];
  private readonly byPredicate = new Map<number, number>();
  private readonly byGroup = new Map<string, number>();
  /** A slot that nothing ever fires: the truth of an empty disjunction. */
  readonly never = this.newSlot(0);

  get size(): number {
    return this.frequencies.length;
  }

  isLazy(slot: number): boolean {
    return this.lazy[slot] !== undefined;
  }

  slotOf(number: number, predicate: Predicate): number {
    const known = this.byPredicate.get(number);
    if (known !== undefined) return known;
    const slot = this.place(predicate);
    this.byPredicate.set(number, slot);
    return slot;
  }

  /** One slot for "any of these eager slots", however long the list. */
  groupOf(slots: readonly number[]): number {
    const members = [...new Set(slots)].sort((one, two) => one - two);
    const key = members.join();
    const known = this.byGroup.get(key);
    if (known !== undefined) return known;
    const group = this.newSlot(members.reduce((sum, member) => sum + this.frequencies[member], 0));
    for (const member of members) (this.groups[member] ??= []).push(group);
    this.byGroup.set(key, group);
    return group;
  }

  /** The slot whose firing must precede the truth of a slot; undefined when it can be true out of nothing. */
  wakerOf(slot: number): number | undefined {
    const lazy = this.lazy[slot];
    if (lazy === undefined) return slot;
    if (lazy.gate >= 0) return lazy.gate;
    const { predicate } = lazy;
    const isTrueOfNothing = predicate.kind === 'null' || (predicate.kind === 'exists' && !predicate.expected) || predicate.field === null;
    return isTrueOfNothing || predicate.field === null ? undefined : this.existsSlot(predicate.field);
  }

  private place(predicate: Predicate): number {
    switch (predicate.kind) {
      case 'text': return predicate.cased
        ? this.lazySlot(predicate, fold(predicate.needle))
        : this.textSlot(predicate.field, predicate.operation, predicate.needle);
      case 'present': return this.presentSlot(predicate.field);
      case 'glob': return this.lazySlot(predicate, fold(requiredLiteral(predicate.parts)));
      case 'regex': return this.lazySlot(predicate, regexLiteral(predicate.source, predicate.flags));
      case 'exists': return predicate.expected ? this.existsSlot(predicate.field) : this.lazySlot(predicate, '');
      case 'cidr': case 'compare': case 'fieldref': case 'null': return this.lazySlot(predicate, '');
    }
  }

  private lazySlot(predicate: Predicate, literal: string): number {
    const gate = literal.length < SHORTEST_GATE ? -1 : this.textSlot(predicate.field, 'contains', literal);
    const slot = this.newSlot(gate < 0 ? 1 : this.frequencies[gate]);
    this.lazy[slot] = { predicate, gate };
    return slot;
  }

  private textSlot(field: PredicateField, operation: TextOperation, needle: string): number {
    const needles = this.questionsOf(field).needles[operation];
    let slot = needles.get(needle);
    if (slot === undefined) {
      slot = this.newSlot(frequencyOf(operation, needle));
      needles.set(needle, slot);
    }
    return slot;
  }

  private presentSlot(field: PredicateField): number {
    const questions = this.questionsOf(field);
    if (questions.presentSlot < 0) questions.presentSlot = this.newSlot(1);
    return questions.presentSlot;
  }

  private existsSlot(field: string): number {
    const questions = this.questionsOf(field);
    if (questions.existsSlot < 0) questions.existsSlot = this.newSlot(1);
    return questions.existsSlot;
  }

  private questionsOf(field: PredicateField): FieldQuestions {
    let questions = this.questions.get(field);
    if (questions === undefined) {
      questions = new FieldQuestions(field);
      this.questions.set(field, questions);
    }
    return questions;
  }

  private newSlot(frequency: number): number {
    this.lazy.push(undefined);
    this.groups.push(undefined);
    return this.frequencies.push(frequency) - 1;
  }
}

/**
 * A guess: longer needles are rarer, whole values of digits or of a letter or two (event numbers, flags) and bare file
 * extensions are common. A wrong guess costs time, never a match.
 */
function frequencyOf(operation: TextOperation, needle: string): number {
  if (operation === 'equals') return /^\d{1,5}$|^.{0,4}$/.test(needle) ? 0.2 : 0.02;
  const base = Math.max(0.001, 0.6 ** Math.max(1, needle.length));
  return operation === 'contains' ? Math.min(1, base * 2) : Math.min(1, base);
}
