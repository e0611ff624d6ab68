import { Inject, Injectable } from '@nestjs/common';
import { TenantDb, type TenantRead } from '@yagura/db';
import { forSystem, RateLimited, type TenantId } from '@yagura/kernel';
import { PostgresTelemetryLogWriter } from '@yagura/messaging';
import type { Holder } from '../credential/credential';
import { DOOR_SETTINGS, type DoorSettings } from '../ports';
import { TokenBucket } from './token-bucket';

/** A sender is held at most this long before it is refused; most shippers wait ten seconds or more for an answer. */
export const HOLD_MS = 5_000;
/** A tenant may send ten seconds of its rate at once: shippers flush what a short outage piled up. */
const BURST_SEC = 10;
const LOOK_EVERY_MS = 1_000;
/** One tenant may fill at most half of the log, so that a flood leaves room for everybody else. */
const TENANT_SHARE = 0.5;

interface Day { readonly day: number; bytes: number }

/** Quota and back-pressure, per tenant: events a second, bytes a day, and the share of the waiting log. */
@Injectable()
export class QuotaService {
  private readonly buckets = new Map<TenantId, TokenBucket>();
  private readonly days = new Map<TenantId, Day>();
  private readonly backlogs = new Map<TenantId, { at: number; tenantBytes: number; totalBytes: number }>();

  constructor(private readonly db: TenantDb, private readonly log: PostgresTelemetryLogWriter, @Inject(DOOR_SETTINGS) private readonly settings: DoorSettings) {}

  /** Holds the sender while that helps, then throws RateLimited with the seconds after which a repeat may pass. */
  async admit(holder: Holder, records: number, rawBytes: number): Promise<void> {
    await this.checkLog(holder.tenantId);
    await this.checkDay(holder, rawBytes);
    const bucket = this.bucketOf(holder);
    const wait = bucket.waitMs(records, performance.now());
    if (wait > HOLD_MS) throw new RateLimited('Over the agreed events per second.', { slug: 'quota.rate', retryAfterSec: Math.ceil(wait / 1_000) });
    bucket.take(records, performance.now());
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }

  /** Counts what was accepted towards the day's quota. */
  accepted(tenantId: TenantId, rawBytes: number): void {
    const day = this.days.get(tenantId);
    if (day !== undefined) day.bytes += rawBytes;
  }

  /** True when the log is four fifths full: health says so before senders feel it. */
  async isNearFull(tenantId: TenantId): Promise<boolean> {
    return (await this.backlogOf(tenantId)).totalBytes > this.settings.backlogBytes * 0.8;
  }

  private async checkLog(tenantId: TenantId): Promise<void> {
    const { tenantBytes, totalBytes } = await this.backlogOf(tenantId);
    const isFull = totalBytes > this.settings.backlogBytes || tenantBytes > this.settings.backlogBytes * TENANT_SHARE;
    if (isFull) throw new RateLimited('The telemetry log is full.', { slug: 'quota.log_full', retryAfterSec: 10 });
  }

  private async checkDay({ tenantId, bytesPerDay }: Holder, rawBytes: number): Promise<void> {
    const today = Math.floor(Date.now() / 86_400_000);
    let day = this.days.get(tenantId);
    if (day?.day !== today) {
      day = { day: today, bytes: await this.db.read(forSystem(tenantId, 'ingestion'), (read) => bytesSince(read, new Date(today * 86_400_000))) };
      this.days.set(tenantId, day);
    }
    if (day.bytes + rawBytes > bytesPerDay) throw new RateLimited('Over the agreed bytes per day.', { slug: 'quota.day', retryAfterSec: 3_600 });
  }

  private bucketOf({ tenantId, eventsPerSec }: Holder): TokenBucket {
    const known = this.buckets.get(tenantId);
    if (known?.rate === eventsPerSec) return known;
    const made = new TokenBucket(eventsPerSec, eventsPerSec * BURST_SEC, performance.now());
    this.buckets.set(tenantId, made);
    return made;
  }

  private async backlogOf(tenantId: TenantId): Promise<{ tenantBytes: number; totalBytes: number }> {
    const known = this.backlogs.get(tenantId);
    if (known !== undefined && performance.now() - known.at < LOOK_EVERY_MS) return known;
    const found = await this.log.backlog(forSystem(tenantId, 'ingestion'));
    this.backlogs.set(tenantId, { at: performance.now(), ...found });
    return found;
  }
}

async function bytesSince(read: TenantRead, since: Date): Promise<number> {
  const [row] = await read.sql<{ bytes: string }>('select coalesce(sum(raw_bytes), 0)::text as bytes from ingestion.door_count where tenant_id = $1 and minute >= $2', [read.tenantId, since]);
  return Number(row.bytes);
}
