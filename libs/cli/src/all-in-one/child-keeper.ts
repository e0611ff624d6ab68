import { rest } from '../service/rest';

/** A process of ours that may die on its own. */
export interface Mortal {
  /** Resolves with what is known of its end. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** How patiently a child is started again. Times are in milliseconds. */
export interface Patience {
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A child that lived for this long was well: its end is counted as the first. */
  readonly steadyMs: number;
  /** Ends in a row after which it is given up. */
  readonly limit: number;
}

/** The stores of the all-in-one: without them nothing goes on, so they are tried for ever. */
const STORES: Patience = { firstPauseMs: 100, longestPauseMs: 10_000, steadyMs: 0, limit: Number.POSITIVE_INFINITY };

/** What comes after an end: the how manieth in a row it is, and the pause; undefined when the child is given up. */
export interface Again { readonly ends: number; readonly pauseMs: number }

/** Hears of each end and of each start that failed. */
export type ReportEnd = (ending: unknown, again: Again | undefined) => void;

/**
 * Keeps one child process running: one that dies is started again on the same folder and port, so that its clients find it where it was.
 * Who was asking it gets an error for the moment and asks again.
 */
export class ChildKeeper<Child extends Mortal> {
  private readonly stopping = new AbortController();
  private child?: Child;
  private revival: Promise<void> = Promise.resolve();
  private ends = 0;

  constructor(private readonly open: (former: Child | undefined) => Promise<Child>, private readonly report: ReportEnd, private readonly patience: Patience = STORES) {}

  /** Throws when the first start fails; later ones are tried until they succeed, the limit is met, or the keeper is stopped. */
  async start(): Promise<Child> {
    const child = await this.open(this.child);
    this.child = child;
    const began = performance.now();
    void child.ended.then((ending) => {
      if (this.stopping.signal.aborted) return;
      if (performance.now() - began >= this.patience.steadyMs) this.ends = 0;
      this.revival = this.revive(ending);
    });
    return child;
  }

  /** Also ends what is just being started again. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.revival;
    await this.child?.stop();
  }

  private async revive(first: unknown): Promise<void> {
    const { signal } = this.stopping;
    for (let ending = first; !signal.aborted;) {
      const again = this.count();
      this.report(ending, again);
      if (again === undefined) return;
      await rest(again.pauseMs, signal);
      if (signal.aborted) return;
      try {
        await this.start();
        return;
      } catch (error) {
        ending = error;
      }
    }
  }

  private count(): Again | undefined {
    const { firstPauseMs, longestPauseMs, limit } = this.patience;
    this.ends += 1;
    return this.ends > limit ? undefined : { ends: this.ends, pauseMs: Math.min(firstPauseMs * 2 ** (this.ends - 1), longestPauseMs) };
  }
}
