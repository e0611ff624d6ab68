import { Inject, Injectable } from '@nestjs/common';
import { TenantDb } from '@yagura/db';
import { RateLimited, systemClock, type TenantContext, type TenantId } from '@yagura/kernel';
import type { TelemetryLogWriter } from '@yagura/messaging';
import type { Holder } from '../credential/credential';
import { DOOR_SETTINGS, TELEMETRY_LOG_WRITER, type DoorSettings } from '../ports';
import { bytesSince } from './quota.repository';
import { TokenBucket } from './token-bucket';

/** A sender is held at most this long before it is refused; most shippers wait ten seconds or more for an answer. */
export const HOLD_MS = 5_000;
/** A tenant may send ten seconds of its rate at once: shippers flush what a short outage piled up. */
const BURST_SEC = 10;
const LOOK_EVERY_MS = 1_000;
/** One tenant may fill at most half of the log, so that a flood leaves room for everybody else. */
const TENANT_SHARE = 0.5;
const NEAR_FULL = 0.8;
const DAY_MS = 86_400_000;

interface Day { bytes: number }
interface Backlog { readonly at: number; readonly tenantBytes: number; readonly totalBytes: number }

/** How full the waiting log is, as health tells it. */
export type LogLevel = 'free' | 'near_full' | 'full';

/** Quota and back-pressure, per tenant: events a second, bytes a day, and the share of the waiting log. */
@Injectable()
export class QuotaService {
  private readonly buckets = new Map<TenantId, TokenBucket>();
  private readonly days = new Map<TenantId, { readonly day: number; readonly begun: Promise<Day> }>();
  private readonly backlogs = new Map<TenantId, Backlog>();

  constructor(private readonly db: TenantDb, @Inject(TELEMETRY_LOG_WRITER) private readonly log: TelemetryLogWriter, @Inject(DOOR_SETTINGS) private readonly settings: DoorSettings) {}

  /**
   * Holds the sender while that helps, then throws RateLimited with the seconds after which a repeat may pass. What was admitted counts at
   * once, so that requests side by side cannot pass a limit together; the answer gives it back when the batch could not be stored.
   */
  async admit(ctx: TenantContext, holder: Holder, records: number, rawBytes: number): Promise<() => void> {
    await this.checkLog(ctx);
    const day = await this.dayOf(ctx);
    if (day.bytes + rawBytes > holder.bytesPerDay) throw new RateLimited('Over the agreed bytes per day.', { slug: 'quota.day', retryAfterSec: 3_600 });
    const bucket = this.bucketOf(holder);
    const wait = bucket.waitMs(records, performance.now());
    if (wait > HOLD_MS) throw new RateLimited('Over the agreed events per second.', { slug: 'quota.rate', retryAfterSec: Math.ceil(wait / 1_000) });
    day.bytes += rawBytes;
    bucket.take(records, performance.now());
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    return () => {
      day.bytes -= rawBytes;
      bucket.take(-records, performance.now());
    };
  }

  /** How full the log is over all tenants: near full from four fifths on, so that health says so before senders feel it. */
  async logLevel(ctx: TenantContext): Promise<LogLevel> {
    const share = (await this.backlogOf(ctx)).totalBytes / this.settings.backlogBytes;
    if (share > 1) return 'full';
    return share > NEAR_FULL ? 'near_full' : 'free';
  }

  private async checkLog(ctx: TenantContext): Promise<void> {
    const { tenantBytes, totalBytes } = await this.backlogOf(ctx);
    const isFull = totalBytes > this.settings.backlogBytes || tenantBytes > this.settings.backlogBytes * TENANT_SHARE;
    if (isFull) throw new RateLimited('The telemetry log is full.', { slug: 'quota.log_full', retryAfterSec: 10 });
  }

  /** The count of the running day (UTC), begun from what the door had counted before a restart. */
  private dayOf(ctx: TenantContext): Promise<Day> {
    const today = Math.floor(systemClock.now().getTime() / DAY_MS);
    const known = this.days.get(ctx.tenantId);
    if (known?.day === today) return known.begun;
    const begun = this.db.read(ctx, (read) => bytesSince(read, new Date(today * DAY_MS))).then((bytes) => ({ bytes }));
    this.days.set(ctx.tenantId, { day: today, begun });
    begun.catch(() => this.days.delete(ctx.tenantId));
    return begun;
  }

  private bucketOf({ tenantId, eventsPerSec }: Holder): TokenBucket {
    const known = this.buckets.get(tenantId);
    if (known?.rate === eventsPerSec) return known;
    const made = new TokenBucket(eventsPerSec, eventsPerSec * BURST_SEC, performance.now());
    this.buckets.set(tenantId, made);
    return made;
  }

  private async backlogOf(ctx: TenantContext): Promise<Backlog> {
    const known = this.backlogs.get(ctx.tenantId);
    if (known !== undefined && performance.now() - known.at < LOOK_EVERY_MS) return known;
    const found = { at: performance.now(), ...await this.log.backlog(ctx) };
    this.backlogs.set(ctx.tenantId, found);
    return found;
  }
}
