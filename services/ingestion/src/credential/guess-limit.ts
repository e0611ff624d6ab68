import { TokenBucket } from '../quota/token-bucket';

/** Look-ups of credentials that a door does not know yet, per address: a restart's burst passes, guessing at speed does not. */
const RATE_PER_SEC = 20;
const BURST = 200;
const ADDRESSES = 10_000;

/**
 * Slows down who presents credentials that are not known here. Known ones never come this far, so a victim whose public id is being
 * guessed, or who shares an address with the guesser, goes on undisturbed.
 */
export class GuessLimit {
  private readonly buckets = new Map<string, TokenBucket>();

  /** Milliseconds until `address` may have one more credential looked up; 0 counts this one. */
  waitMs(address: string, nowMs: number): number {
    const bucket = this.buckets.get(address) ?? new TokenBucket(RATE_PER_SEC, BURST, nowMs);
    if (!this.buckets.has(address) && this.buckets.size >= ADDRESSES) this.buckets.delete(this.buckets.keys().next().value ?? '');
    this.buckets.set(address, bucket);
    const wait = bucket.waitMs(1, nowMs);
    if (wait === 0) bucket.take(1, nowMs);
    return wait;
  }
}
