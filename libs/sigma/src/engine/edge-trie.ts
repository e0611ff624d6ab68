/** Receives the slot of each predicate that holds for the text at hand. */
export interface SlotSink { fire(slot: number): void; has(slot: number): boolean; }

/** A trie over needles read from the start of a text, or from its end: all that fit are found in one walk. */
export class EdgeTrie {
  private readonly edges = new Map<number, number>();
  private readonly slots: number[] = [-1];

  constructor(private readonly fromEnd: boolean) {}

  add(needle: string, slot: number): void {
    let state = 0;
    for (let at = 0; at < needle.length; at++) {
      const key = state * 0x10000 + needle.charCodeAt(this.fromEnd ? needle.length - 1 - at : at);
      let next = this.edges.get(key);
      if (next === undefined) {
        next = this.slots.push(-1) - 1;
        this.edges.set(key, next);
      }
      state = next;
    }
    this.slots[state] = slot;
  }

  scan(text: string, sink: SlotSink): void {
    let state: number | undefined = 0;
    for (let at = 0; ; at++) {
      if (this.slots[state] >= 0) sink.fire(this.slots[state]);
      if (at >= text.length) return;
      state = this.edges.get(state * 0x10000 + text.charCodeAt(this.fromEnd ? text.length - 1 - at : at));
      if (state === undefined) return;
    }
  }
}
