import type { TextOperation } from '../predicate/predicate';
import type { SigmaRecord } from '../record/sigma-record';
import { canonicalText, someElement } from '../text/canonical-text';
import { fold } from '../text/fold';
import { EdgeTrie, type SlotSink } from './edge-trie';
import type { Needle } from './gram-index';
import { SubstringIndex } from './substring-index';

/** What one field of a log source is asked: needles per operation, and who wants to know that it is there at all. */
export class FieldQuestions {
  readonly needles: Readonly<Record<TextOperation, Map<string, number>>> = {
    equals: new Map(), contains: new Map(), startswith: new Map(), endswith: new Map(),
  };
  /** Fired when the key is there, with whatever value. */
  existsSlot = -1;
  /** Fired when some value is not null. */
  presentSlot = -1;

  constructor(readonly field: string | null) {}
}

/**
 * Texts of one field whose answers are remembered, and the longest text worth it. Image paths, users and event numbers
 * repeat all the time; command lines do not. The bound keeps a full memory at some 20 KB per field.
 */
const REMEMBERED_TEXTS = 128;
const REMEMBERED_LENGTH = 96;

/** Collects the slots that one text fires, whatever the record has fired before. */
class SlotCollector implements SlotSink {
  readonly slots: number[] = [];

  fire(slot: number): void {
    if (!this.has(slot)) this.slots.push(slot);
  }

  has(slot: number): boolean {
    return this.slots.includes(slot);
  }
}

/** Answers all questions about one field by one look at its values. Caveat: texts are folded, so it serves no cased needle. */
export class FieldIndex {
  private readonly equals: ReadonlyMap<string, number>;
  private readonly prefixes: EdgeTrie | undefined;
  private readonly suffixes: EdgeTrie | undefined;
  private readonly substrings: SubstringIndex | undefined;
  private readonly asksText: boolean;
  private readonly remembered = new Map<string, readonly number[]>();

  constructor(private readonly questions: FieldQuestions) {
    const { equals, contains, startswith, endswith } = questions.needles;
    this.equals = equals;
    this.prefixes = trieOf(startswith, false);
    this.suffixes = trieOf(endswith, true);
    this.substrings = contains.size === 0 ? undefined : new SubstringIndex([...contains].map(([text, slot]): Needle => ({ text, slot })));
    this.asksText = equals.size + contains.size + startswith.size + endswith.size > 0;
  }

  scan(record: SigmaRecord, sink: SlotSink): void {
    const { field } = this.questions;
    if (field === null) return this.scanKeywords(record, sink);
    const value = record.get(field);
    if (value === undefined) return;
    if (this.questions.existsSlot >= 0) sink.fire(this.questions.existsSlot);
    if (typeof value === 'string') return this.scanText(value, sink);
    someElement(value, (element) => {
      const text = canonicalText(element);
      if (text !== undefined) this.scanText(text, sink);
      else if (element !== null && element !== undefined) this.notePresent(sink);
      return false;
    });
  }

  private scanKeywords(record: SigmaRecord, sink: SlotSink): void {
    if (record.message !== undefined) return this.scanText(record.message, sink);
    for (const text of record.values()) this.scanText(text, sink);
  }

  private scanText(text: string, sink: SlotSink): void {
    this.notePresent(sink);
    if (!this.asksText) return;
    if (text.length > REMEMBERED_LENGTH) this.answer(text, sink);
    else for (const slot of this.remembered.get(text) ?? this.remember(text)) sink.fire(slot);
  }

  private remember(text: string): readonly number[] {
    const collector = new SlotCollector();
    this.answer(text, collector);
    if (this.remembered.size >= REMEMBERED_TEXTS) this.remembered.clear();
    this.remembered.set(text, collector.slots);
    return collector.slots;
  }

  private answer(text: string, sink: SlotSink): void {
    const folded = fold(text);
    const equal = this.equals.get(folded);
    if (equal !== undefined) sink.fire(equal);
    this.prefixes?.scan(folded, sink);
    this.suffixes?.scan(folded, sink);
    this.substrings?.scan(folded, sink);
  }

  private notePresent(sink: SlotSink): void {
    if (this.questions.presentSlot >= 0) sink.fire(this.questions.presentSlot);
  }
}

function trieOf(needles: ReadonlyMap<string, number>, fromEnd: boolean): EdgeTrie | undefined {
  if (needles.size === 0) return undefined;
  const trie = new EdgeTrie(fromEnd);
  for (const [needle, slot] of needles) trie.add(needle, slot);
  return trie;
}
