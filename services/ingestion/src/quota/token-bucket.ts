/**
 * A token bucket: `rate` units a second flow in, at most `burst` are kept. Time is given by the caller in milliseconds of a clock that
 * never steps back. Taking more than there is puts the bucket into debt, which later units pay first, so a large batch waits its due.
 */
export class TokenBucket {
  private level: number;
  private at: number;

  constructor(readonly rate: number, readonly burst: number, nowMs: number) {
    this.level = burst;
    this.at = nowMs;
  }

  /** Milliseconds to wait until `units` may pass; 0 when they may now. Takes nothing. */
  waitMs(units: number, nowMs: number): number {
    this.flow(nowMs);
    // A batch larger than the whole burst may pass once the bucket is full: otherwise it never could.
    const missing = Math.min(units, this.burst) - this.level;
    return missing <= 0 ? 0 : Math.ceil((missing / this.rate) * 1_000);
  }

  take(units: number, nowMs: number): void {
    this.flow(nowMs);
    this.level -= units;
  }

  private flow(nowMs: number): void {
    this.level = Math.min(this.burst, this.level + ((nowMs - this.at) / 1_000) * this.rate);
    this.at = nowMs;
  }
}
