/**
 * A set of small numbers that is emptied in one step: a member is a cell that holds the current epoch. Matching one record
 * is one epoch, so nothing is cleared between records.
 */
export class StampSet {
  private readonly cells: Int32Array;
  private epoch = 1;

  constructor(size: number) {
    this.cells = new Int32Array(size);
  }

  clear(): void {
    this.epoch++;
    if (this.epoch === 0x7fffffff) {
      this.cells.fill(0);
      this.epoch = 1;
    }
  }

  has(member: number): boolean {
    return this.cells[member] === this.epoch;
  }

  add(member: number): void {
    this.cells[member] = this.epoch;
  }
}
