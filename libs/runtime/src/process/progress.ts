import { systemClock, type Clock } from '@yagura/kernel';

/**
 * How one reader of a lane gets on. A port that answers says nothing about its work: a reader is well when nothing waits for it, or when what
 * waited has moved.
 */
export class Progress {
  private waitsSince?: number;
  private signAt: number;
  private isAway = false;

  constructor(readonly name: string, private readonly clock: Clock = systemClock) {
    this.signAt = clock.monotonicMs();
  }

  /** The reader looked, and nothing waited. */
  idle(): void {
    this.sign();
    this.waitsSince = undefined;
  }

  /** The reader has work in hand. */
  taken(): void {
    this.sign();
    this.waitsSince ??= this.signAt;
  }

  /** What was in hand is done, and the position moved. */
  moved(): void {
    this.idle();
  }

  /** The reader looked and the lane did not answer. */
  away(): void {
    this.sign();
    this.isAway = true;
  }

  get laneIsAway(): boolean {
    return this.isAway;
  }

  /** Milliseconds for which work has waited without moving, or for which nobody looked for any. */
  get stillMs(): number {
    return this.clock.monotonicMs() - (this.waitsSince ?? this.signAt);
  }

  /** Milliseconds since the reader last gave any sign of life, also a failing one. */
  get silentMs(): number {
    return this.clock.monotonicMs() - this.signAt;
  }

  private sign(): void {
    this.signAt = this.clock.monotonicMs();
    this.isAway = false;
  }
}
