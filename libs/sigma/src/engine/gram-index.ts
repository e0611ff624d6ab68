import type { SlotSink } from './edge-trie';

export interface Needle { readonly text: string; readonly slot: number; }

const GRAM = 4;
const SPREAD = 0x9e3779b1;

/**
 * Finds which of many ASCII needles of at least four characters occur in a text. Each needle is filed under the rarest of
 * its four-character grams; one pass over the text looks every gram up and compares only where one is filed.
 */
export class GramIndex {
  private readonly shift: number;
  /** One bit per bucket that has entries: small enough to stay in the processor's nearest cache. */
  private readonly used: Uint8Array;
  /** Entries of bucket b are those from starts[b] to starts[b + 1]. */
  private readonly starts: Int32Array;
  private readonly grams: Int32Array;
  private readonly offsets: Int32Array;
  private readonly slots: Int32Array;
  private readonly texts: string[];

  constructor(needles: readonly Needle[]) {
    const bits = Math.max(4, Math.ceil(Math.log2(needles.length * 4 + 1)));
    this.shift = 32 - bits;
    const filed = file(needles).map((entry) => ({ ...entry, bucket: Math.imul(entry.gram, SPREAD) >>> this.shift }));
    filed.sort((one, two) => one.bucket - two.bucket);
    this.starts = new Int32Array((1 << bits) + 1);
    this.used = new Uint8Array(1 << (bits - 3));
    for (const { bucket } of filed) {
      this.starts[bucket + 1]++;
      this.used[bucket >>> 3] |= 1 << (bucket & 7);
    }
    for (let at = 1; at < this.starts.length; at++) this.starts[at] += this.starts[at - 1];
    this.grams = Int32Array.from(filed, (entry) => entry.gram);
    this.offsets = Int32Array.from(filed, (entry) => entry.offset);
    this.slots = Int32Array.from(filed, (entry) => entry.needle.slot);
    this.texts = filed.map((entry) => entry.needle.text);
  }

  scan(text: string, sink: SlotSink): void {
    const { used, shift } = this;
    let gram = 0;
    for (let at = 0; at < text.length; at++) {
      gram = (gram << 8) | (text.charCodeAt(at) & 0xff);
      const bucket = Math.imul(gram, SPREAD) >>> shift;
      if ((used[bucket >>> 3] & (1 << (bucket & 7))) !== 0 && at >= GRAM - 1) this.compare(text, at - GRAM + 1, gram, bucket, sink);
    }
  }

  private compare(text: string, gramAt: number, gram: number, bucket: number, sink: SlotSink): void {
    const end = this.starts[bucket + 1];
    for (let entry = this.starts[bucket]; entry < end; entry++) {
      if (this.grams[entry] !== gram || sink.has(this.slots[entry])) continue;
      const start = gramAt - this.offsets[entry];
      if (start >= 0 && text.startsWith(this.texts[entry], start)) sink.fire(this.slots[entry]);
    }
  }
}

interface Filed { readonly needle: Needle; readonly gram: number; readonly offset: number; }

function file(needles: readonly Needle[]): Filed[] {
  const counts = new Map<number, number>();
  for (const { text } of needles) for (const gram of gramsOf(text)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return needles.map((needle) => {
    let best: Filed = { needle, gram: 0, offset: 0 };
    let lowest = Infinity;
    for (const [offset, gram] of gramsOf(needle.text).entries()) {
      const count = counts.get(gram) ?? 0;
      if (count < lowest) {
        lowest = count;
        best = { needle, gram, offset };
      }
    }
    return best;
  });
}

function gramsOf(text: string): number[] {
  const grams: number[] = [];
  let gram = 0;
  for (let at = 0; at < text.length; at++) {
    gram = (gram << 8) | (text.charCodeAt(at) & 0xff);
    if (at >= GRAM - 1) grams.push(gram);
  }
  return grams;
}
