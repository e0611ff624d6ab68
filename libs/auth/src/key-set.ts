import type { KeyObject } from 'node:crypto';
import { Unavailable, type Clock } from '@yagura/kernel';
import { ExpiringCache } from './expiring-cache';
import { fetchSigningKeys, isSameKey } from './key-fetch';

const FRESH_MS = 10 * 60_000;
const STALE_MS = 24 * 3_600_000;
/** One fetch in this time at most, whatever strangers send; much shorter until the first set is there, so that a start is not held up. */
const FETCH_INTERVAL_MS = 30_000;
const FIRST_FETCH_INTERVAL_MS = 500;
const UNKNOWN_KEY_MS = 5 * 60_000;
const UNKNOWN_KEYS = 1_000;
/** Both providers name keys by base64url text; a path, a statement or a megabyte is no name of a key. */
const KEY_ID = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * The signing keys of one issuer. Holds at most one fetch in flight; when the endpoint fails or answers nonsense, the last good
 * set serves on for 24 hours. A set that gives a known name to another key is nonsense too: whoever answers is not our issuer.
 */
export class KeySet {
  private keys: ReadonlyMap<string, KeyObject> | null = null;
  private loadedAtMs = 0;
  private freshUntilMs = 0;
  private nextFetchMs = 0;
  private pending: Promise<boolean> | null = null;
  private readonly unknown = new ExpiringCache<true>(UNKNOWN_KEYS);

  constructor(private readonly url: string, private readonly clock: Clock) {}

  /** The key of this name, or undefined when the issuer has none; throws Unavailable while there is no usable set at all. */
  async find(keyId: unknown): Promise<KeyObject | undefined> {
    if (typeof keyId !== 'string' || !KEY_ID.test(keyId)) return undefined;
    await this.keep();
    const keys = this.usable();
    const key = keys.get(keyId);
    if (key !== undefined || this.unknown.get(keyId, this.now()) !== undefined) return key;

    const isKnownNow = await this.refresh();
    if (isKnownNow && !this.usable().has(keyId)) this.unknown.set(keyId, true, this.now() + UNKNOWN_KEY_MS);
    return this.usable().get(keyId);
  }

  /** Has the set fetched when there is none or it is no longer fresh. Never throws. */
  async keep(): Promise<void> {
    if (this.now() >= this.freshUntilMs) await this.refresh();
  }

  private now(): number { return this.clock.now().getTime(); }

  private usable(): ReadonlyMap<string, KeyObject> {
    if (this.keys !== null && this.now() < this.loadedAtMs + STALE_MS) return this.keys;
    throw new Unavailable('The identity provider does not answer.', { slug: 'auth.keys_unavailable', retryAfterSec: 5 });
  }

  /** Joins a fetch in flight or starts one if the interval allows; true when a usable set came. Never throws. */
  private async refresh(): Promise<boolean> {
    if (this.pending === null) {
      if (this.now() < this.nextFetchMs) return false;
      this.nextFetchMs = this.now() + (this.keys === null ? FIRST_FETCH_INTERVAL_MS : FETCH_INTERVAL_MS);
      this.pending = this.load().finally(() => { this.pending = null; });
    }
    return this.pending;
  }

  private async load(): Promise<boolean> {
    const fetched = await fetchSigningKeys(this.url);
    if (fetched === null || this.contradicts(fetched)) return false;
    const nowMs = this.now();
    this.keys = fetched;
    this.loadedAtMs = nowMs;
    this.nextFetchMs = Math.max(this.nextFetchMs, nowMs + FETCH_INTERVAL_MS);
    // Up to a tenth earlier, so that many processes started together do not ask together.
    this.freshUntilMs = nowMs + FRESH_MS * (1 - Math.random() / 10);
    return true;
  }

  private contradicts(fetched: ReadonlyMap<string, KeyObject>): boolean {
    if (this.keys === null || this.now() >= this.loadedAtMs + STALE_MS) return false;
    for (const [keyId, key] of this.keys) {
      const other = fetched.get(keyId);
      if (other !== undefined && !isSameKey(key, other)) return true;
    }
    return false;
  }
}
