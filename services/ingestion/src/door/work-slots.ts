import { RateLimited } from '@yagura/kernel';

export interface SlotLimits {
  readonly total: number;
  /** Most slots of one holder: a flood leaves the rest to everybody else. */
  readonly perHolder: number;
  /** Most requests that wait; each holds a connection and no body. */
  readonly waiting: number;
  readonly holdMs: number;
}

interface Waiter { readonly holder: string; readonly grant: () => void }

/**
 * Bounds the requests in work and shares them out: of those that wait, the holder with the fewest slots comes first, so that one sender's
 * queue never delays another's next request. Who waited too long is refused and comes again.
 */
export class WorkSlots {
  private readonly held = new Map<string, number>();
  private readonly waiters: Waiter[] = [];
  private taken = 0;

  constructor(private readonly limits: SlotLimits) {}

  /** A slot for `holder`; call the answer once when the work is done. Throws RateLimited after the hold, or at once behind a full queue. */
  async take(holder: string): Promise<() => void> {
    if (!this.isFree(holder)) await this.wait(holder);
    else this.occupy(holder);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.release(holder);
    };
  }

  private wait(holder: string): Promise<void> {
    if (this.waiters.length >= this.limits.waiting) throw busy();
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        reject(busy());
      }, this.limits.holdMs);
      const waiter: Waiter = {
        holder,
        grant: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.waiters.push(waiter);
    });
  }

  private release(holder: string): void {
    this.taken -= 1;
    const left = this.countOf(holder) - 1;
    if (left === 0) this.held.delete(holder);
    else this.held.set(holder, left);
    const next = this.nextWaiter();
    if (next === undefined) return;
    this.waiters.splice(this.waiters.indexOf(next), 1);
    this.occupy(next.holder);
    next.grant();
  }

  private nextWaiter(): Waiter | undefined {
    let best: Waiter | undefined;
    for (const waiter of this.waiters) {
      if (this.isFree(waiter.holder) && (best === undefined || this.countOf(waiter.holder) < this.countOf(best.holder))) best = waiter;
    }
    return best;
  }

  private occupy(holder: string): void {
    this.taken += 1;
    this.held.set(holder, this.countOf(holder) + 1);
  }

  private isFree(holder: string): boolean {
    return this.taken < this.limits.total && this.countOf(holder) < this.limits.perHolder;
  }

  private countOf(holder: string): number {
    return this.held.get(holder) ?? 0;
  }
}

const busy = (): RateLimited => new RateLimited('Too many requests are in work.', { slug: 'door.busy', retryAfterSec: 1 });
