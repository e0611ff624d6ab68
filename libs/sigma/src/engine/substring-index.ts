import type { SlotSink } from './edge-trie';
import { GramIndex, type Needle } from './gram-index';

const NON_ASCII = /[\u0080-\uffff]/;

/** Below this many short needles, one native search each is cheaper than looking at every pair of characters. */
const FEW = 12;

/**
 * Finds which needles occur in a text. Long ASCII needles, short ASCII needles and needles with other characters are kept
 * apart; the last are tried only if the text has such a character at all, and only where it stands.
 */
export class SubstringIndex {
  private readonly long: GramIndex | undefined;
  private readonly single: readonly Needle[];
  private readonly pairs: ReadonlyMap<number, readonly Needle[]>;
  /** One byte per pair of ASCII characters that starts a short needle; empty when there are none. */
  private readonly pairUsed: Uint8Array;
  private readonly exotic: ReadonlyMap<number, readonly ExoticNeedle[]>;

  constructor(needles: readonly Needle[]) {
    const ascii = needles.filter(({ text }) => !NON_ASCII.test(text));
    const long = ascii.filter(({ text }) => text.length >= 4);
    const short = ascii.filter(({ text }) => text.length < 4);
    const isFew = short.length <= FEW;
    this.long = long.length > 0 ? new GramIndex(long) : undefined;
    this.single = isFew ? short : short.filter(({ text }) => text.length < 2);
    this.pairs = group(isFew ? [] : short.filter(({ text }) => text.length >= 2), ({ text }) => (text.charCodeAt(0) << 7) | text.charCodeAt(1));
    this.pairUsed = new Uint8Array(this.pairs.size === 0 ? 0 : 1 << 14);
    for (const pair of this.pairs.keys()) this.pairUsed[pair] = 1;
    this.exotic = group(needles.filter(({ text }) => NON_ASCII.test(text)).map(exoticOf), ({ key }) => key);
  }

  scan(text: string, sink: SlotSink): void {
    this.long?.scan(text, sink);
    for (const needle of this.single) if (!sink.has(needle.slot) && text.includes(needle.text)) sink.fire(needle.slot);
    if (this.pairs.size > 0) this.scanPairs(text, sink);
    if (this.exotic.size > 0 && NON_ASCII.test(text)) this.scanExotic(text, sink);
  }

  private scanPairs(text: string, sink: SlotSink): void {
    let pair = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      // A pair that is made up of a neighbour outside ASCII is told from a true one by the comparison.
      pair = ((pair & 0x7f) << 7) | (code & 0x7f);
      if (this.pairUsed[pair] === 1 && at > 0) fireAt(this.pairs.get(pair) ?? [], text, at - 1, sink);
    }
  }

  private scanExotic(text: string, sink: SlotSink): void {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < 0x80) continue;
      const alone = this.exotic.get(exoticKey(code, 0));
      const paired = this.exotic.get(exoticKey(code, text.charCodeAt(at + 1) || 0));
      if (alone !== undefined) fireExotic(alone, text, at, sink);
      if (paired !== undefined && paired !== alone) fireExotic(paired, text, at, sink);
    }
  }
}

/** A needle filed under its first character outside ASCII and the one behind it, because emoji share their first half. */
interface ExoticNeedle extends Needle { readonly key: number; readonly offset: number; }

function exoticOf(needle: Needle): ExoticNeedle {
  const offset = needle.text.search(NON_ASCII);
  const next = offset + 1 < needle.text.length ? needle.text.charCodeAt(offset + 1) : 0;
  return { ...needle, offset, key: exoticKey(needle.text.charCodeAt(offset), next) };
}

function exoticKey(code: number, next: number): number {
  return code * 0x10000 + next;
}

function fireAt(needles: readonly Needle[], text: string, at: number, sink: SlotSink): void {
  for (const needle of needles) if (!sink.has(needle.slot) && text.startsWith(needle.text, at)) sink.fire(needle.slot);
}

function fireExotic(needles: readonly ExoticNeedle[], text: string, at: number, sink: SlotSink): void {
  for (const needle of needles) {
    const start = at - needle.offset;
    if (start >= 0 && !sink.has(needle.slot) && text.startsWith(needle.text, start)) sink.fire(needle.slot);
  }
}

function group<Item>(items: readonly Item[], keyOf: (item: Item) => number): ReadonlyMap<number, readonly Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const members = groups.get(keyOf(item));
    if (members === undefined) groups.set(keyOf(item), [item]);
    else members.push(item);
  }
  return groups;
}
