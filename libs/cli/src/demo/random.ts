/** A stream of numbers that depends on its seed alone, so that a demo can be played again event for event. Not for secrets. */
export class Random {
  private state: number;

  constructor(...seed: readonly number[]) {
    this.state = seed.reduce((state, part) => Math.imul(state ^ Math.trunc(part % 2_147_483_647), 0x9e3779b1) ^ (state >>> 15), 0x2545f491);
  }

  /** A whole number from 0 to `bound - 1` (Mulberry32, a public-domain generator). */
  below(bound: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)];
  }

  hex(digits: number): string {
    return Array.from({ length: digits }, () => this.below(16).toString(16)).join('');
  }

  /** Text in the shape of a version 4 UUID. */
  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-a${this.hex(3)}-${this.hex(12)}`;
  }
}
