/** A record that is older than this when it is handled shows that there is a backlog. */
const LAGGING_MS = 2_000;
/** A breach is told at the latest a minute after any outage (service levels, section 1.11), so waiting for the backlog has an end. */
const LONGEST_MS = 45_000;

/**
 * Knows whether this process may still have news of cases ahead of it. After an outage the stop of a clock may wait in the lane while its
 * timer is long due: firing first would tell a breach that never was. Times are of a clock that never steps.
 */
export class CatchUp {
  private beganAt: number;
  private lastAt: number;

  /** `quietMs` without an old record means that the backlog is behind us; a start counts as one. */
  constructor(private readonly quietMs = LAGGING_MS, private readonly monotonicMs: () => number = () => performance.now()) {
    this.beganAt = monotonicMs();
    this.lastAt = this.beganAt;
  }

  /** Notes the age of a record when it was handled. */
  handled(ageMs: number): void {
    if (ageMs <= LAGGING_MS) return;
    const now = this.monotonicMs();
    if (now - this.lastAt >= this.quietMs) this.beganAt = now;
    this.lastAt = now;
  }

  /** Milliseconds to wait before timers may fire; 0 when nothing more is to be expected. */
  waitMs(): number {
    const now = this.monotonicMs();
    return Math.max(0, Math.min(this.lastAt + this.quietMs, this.beganAt + LONGEST_MS) - now);
  }
}
