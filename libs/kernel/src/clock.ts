/** Time for code without a transaction; inside one, `tx.now` is the time. */
export interface Clock {
  /** The wall clock's instant. */
  now(): Date;
  /** Milliseconds of a clock that never steps; only differences mean anything. */
  monotonicMs(): number;
}

export const systemClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };
